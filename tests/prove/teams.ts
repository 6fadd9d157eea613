import type { Chance } from './chance.ts'
import type { World } from './world.ts'

export interface Team {
  readonly teamId: string
  readonly customer: string
}

const NAMES = ['Kestrel Robotics GmbH & Co. KG', 'Łódź Analytics', 'Sōzō Systems 株式会社']
const teams = new WeakMap<World, Team[]>()

const newTeam = async (world: World, number: number): Promise<Team> => {
  const teamId = `team-${number}`
  const name = NAMES[number % NAMES.length] ?? 'Kestrel'
  const { id } = await world.stripe.customers.create({ name, metadata: { team: teamId } })
  return { teamId, customer: id }
}

/** A new team, or one that has something under way already. */
export const aTeam = async (world: World, chance: Chance): Promise<Team> => {
  const known = teams.get(world) ?? []
  if (known.length > 0 && chance.happens(0.3)) return chance.pick(known)
  const team = await newTeam(world, known.length + 1)
  teams.set(world, [...known, team])
  return team
}
