interface Customer {
  readonly metadata: Readonly<Record<string, string>>
}

const SAMPLE_KEY = 'sk_test_countersign_sample'

/** The team ids that stand on exactly one customer each, asked of the sandbox as any other client of Stripe would. */
export const findSampleTeams = async (stripeUrl: string): Promise<readonly string[]> => {
  const response = await fetch(`${stripeUrl}/v1/customers?limit=100`, {
    headers: { authorization: `Bearer ${SAMPLE_KEY}` },
  })
  if (!response.ok) throw new Error(`The sandbox Stripe answered ${response.status}.`)
  const { data } = (await response.json()) as { data: readonly Customer[] }
  const ids = data.flatMap(({ metadata }) => metadata.team ?? [])
  return ids.filter((id) => ids.indexOf(id) === ids.lastIndexOf(id))
}
