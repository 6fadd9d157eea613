import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SAMPLE_PASSWORD } from '../../server/features/staff/sample-rules.ts'
import { approvalsPage, countersign, enrolKey, openRequest, vouchFor } from '../support/approvals-page.ts'
import { type Door, openBrowserDoor, openDesktopDoor } from '../support/desk-doors.ts'
import { changeTo, goTo, shell, signInAs, signOut } from '../support/desk-pages.ts'

// Guards: an administrator asks for power over others and never gives it: an appointment, the end of a key and of a second
// factor take effect with another approver's signature on the desktop, and show on the screen from then on.

const INES = 'Ines Albrecht'
const JONAS = 'Jonas Whitlock'
const MARA = 'Mara Okonkwo-Lindqvist'
const APPOINTMENT = `${INES} becomes an approver`

const choose = async (page: Page, name: string): Promise<void> => {
  await goTo(page, '#/staff')
  await page.getByRole('grid', { name: 'Staff' }).getByRole('row').filter({ hasText: name }).click()
  await page.getByRole('complementary', { name: 'The person chosen' }).getByRole('heading', { name }).waitFor()
}

const rolesOf = async (page: Page, name: string): Promise<string> => {
  await goTo(page, '#/staff')
  const row = page.getByRole('grid', { name: 'Staff' }).getByRole('row').filter({ hasText: name })
  return (await row.innerText()).replaceAll(/\s+/g, ' ')
}

/** Presses the button of the person's panel, gives a reason, and follows the link to the request. */
const askPower = async (page: Page, name: string, wish: RegExp): Promise<void> => {
  await choose(page, name)
  const power = page.getByRole('region', { name: 'Power' })
  await power.getByRole('button', { name: wish }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('Asked for in person at the desk')
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
  await power.getByText('Asked. Another approver has to sign it.').waitFor()
  await power.getByRole('link', { name: 'Open the request' }).click()
  await approvalsPage(page).card.waitFor()
}

const mayNot = (page: Page, why: string) => approvalsPage(page).card.getByText(why).waitFor()

const sign = async (page: Page, title: string, isFirst = false): Promise<void> => {
  await changeTo(page, 'approver', JONAS)
  await openRequest(page, title)
  await countersign(page, { isFirst })
  await approvalsPage(page).card.getByText('It was done.').waitFor()
}

describe('on the desktop', () => {
  let door: Door

  beforeAll(async () => {
    door = await openDesktopDoor()
    await door.confirmInSystem()
    await signInAs(door.page, 'admin')
  })
  afterAll(() => door.close())

  test('an administrator asks for an appointment, and can’t sign it', async () => {
    const { page } = door
    expect(await rolesOf(page, INES)).not.toContain('Approver')
    await askPower(page, INES, /^Ask to appoint as approver/)
    await mayNot(page, 'You asked for this yourself; somebody else has to decide.')
    const { approve } = approvalsPage(page)
    expect(await approve.count()).toBe(0)
    await page.keyboard.press('a')
    expect(await rolesOf(page, INES)).not.toContain('Approver')
  })

  test('nor can whoever it is about', async () => {
    const { page } = door
    await changeTo(page, 'support', INES)
    await openRequest(page, APPOINTMENT)
    await mayNot(page, 'It is about your own power; another approver has to decide.')
    expect(await approvalsPage(page).approve.count()).toBe(0)
  })

  test('an approver’s signature appoints: the role shows, and the approver may enrol a key', async () => {
    const { page } = door
    await sign(page, APPOINTMENT, true)
    await changeTo(page, 'admin')
    expect(await rolesOf(page, INES)).toContain('Approver')
    await signOut(page)
    await page.getByRole('button', { name: new RegExp(`^Sign in as ${INES}`) }).click()
    await shell(page).nav('Approvals').waitFor()
    expect(await enrolKey(page)).toBe('waiting')
  })

  test('a key ends by another’s word, and its owner is told', async () => {
    const { page } = door
    await changeTo(page, 'approver', MARA)
    expect(await enrolKey(page)).toBe('waiting')
    await changeTo(page, 'approver', JONAS)
    await vouchFor(page, MARA)
    await changeTo(page, 'admin')
    await askPower(page, MARA, /^Ask to end the key Desktop/)
    await changeTo(page, 'approver', MARA)
    await goTo(page, '#/settings?section=key')
    await page.getByText('It countersigns for you.').waitFor()
    await openRequest(page, `A key of ${MARA} ends`)
    await mayNot(page, 'It is about your own power; another approver has to decide.')
    await sign(page, `A key of ${MARA} ends`)
    await changeTo(page, 'approver', MARA)
    await goTo(page, '#/settings?section=key')
    await page.getByText('It has ended. A new one has to be made.').waitFor()
  })

  test('a second factor is forgotten by another’s word: the password is enough again', async () => {
    const { page } = door
    await changeTo(page, 'finance')
    await goTo(page, '#/settings?section=account')
    const form = page.getByRole('form', { name: 'Second factor' })
    await form.getByLabel('Password now').fill(SAMPLE_PASSWORD)
    await form.getByRole('button', { name: 'Show a key' }).click()
    const secret = (await page.getByText(/^([A-Z2-7]{4} )+[A-Z2-7]{1,4}$/).innerText()).replaceAll(' ', '')
    await page.getByLabel('Six-digit code').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate())
    await page.keyboard.press('Enter')
    await page.getByText('Your second factor is on.').waitFor()
    await signOut(page)
    await page.getByRole('button', { name: /^Sign in as Tobias/ }).click()
    await page.getByText('The six-digit code is needed.').waitFor()
    await signInAs(page, 'admin')
    await askPower(page, 'Tobias Rønning', /^Ask to reset the second factor/)
    await sign(page, 'The second factor of Tobias Rønning is forgotten')
    await changeTo(page, 'finance')
    await shell(page).person.waitFor()
  })
})

describe('in a browser', () => {
  let door: Door

  beforeAll(async () => {
    door = await openBrowserDoor()
  })
  afterAll(() => door.close())

  test('it is asked for and read, and not signed', async () => {
    const { page } = door
    await signInAs(page, 'admin')
    await askPower(page, INES, /^Ask to appoint as approver/)
    await changeTo(page, 'approver', JONAS)
    expect(await enrolKey(page)).toBe('active')
    await openRequest(page, APPOINTMENT)
    const { card, approve } = approvalsPage(page)
    expect(await approve.getAttribute('aria-disabled')).toBe('true')
    await card.getByText('Decided on the desktop only.').first().waitFor()
    await page.keyboard.press('a')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await changeTo(page, 'admin')
    expect(await rolesOf(page, INES)).not.toContain('Approver')
  })
})
