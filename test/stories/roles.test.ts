import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { may, mayManageTokens } from '../../examples/express-idp/src/access.js'
import type { User } from '../../examples/express-idp/src/directory.js'
import type { Visitor } from './support/browser.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { registerPasskey, signInByPass } from './support/steps.js'

/** One user of each role, and those without a role who have something of their own to do. */
const users = [
  ['the Global Administrator', 'Ada Okafor'],
  ['the Privileged Authentication Administrator', 'Priya Nair'],
  ['the Authentication Administrator', 'Tom Becker'],
  ['the Authentication Policy Administrator', 'Ingrid Solberg'],
  ['the Global Reader', 'Rui Costa'],
  ['a reviewer', 'Clara Jensen'],
  ['a member', 'Ben Ito'],
  ['a guest', 'Noor Haddad'],
] as const

describe('every role of the example', () => {
  let browser: Browser
  let idp: Idp
  let codes: ReadonlyMap<string, string>
  let someone: Visitor | undefined

  beforeAll(async () => {
    browser = await launch()
    idp = await startIdp()
    codes = await codesFor(idp)
    await lockOut(idp, idp.user('Dmitri'))
    const { issuing } = await idp.policy()
    const dualControl = [{ targetType: 'user', id: idp.user('Grace').id }] as const
    await idp.setPolicy({ issuing: { ...issuing, dualControl } })
  })
  afterAll(async () => {
    await browser.close()
    await idp.close()
  })
  afterEach(() => someone?.close())

  it('is among the users of this story', () => {
    const covered = new Set(users.flatMap(([, name]) => idp.user(name).roles))
    expect(covered).toEqual(new Set(idp.app.users.search('').flatMap(({ roles }) => roles)))
  })

  it.each(users)('lets %s reach every task by links only', async (_role, name) => {
    const user = idp.user(name)
    someone = await visitor(browser, idp.origin)
    const { page } = someone
    const refused = refusedPagesOf(page)
    await signInByPass(page, user.userPrincipalName, codes.get(name) ?? '')
    await registerPasskey(page)
    await page.locator('header a.brand').click()
    for (const task of tasksOf(idp, user)) await task(page)
    for (const link of await menuOf(page)) await inMenu(page, link)
    expect(refused).toEqual([])
    expect(someone.complaints()).toEqual([])
  })
})

type Task = (page: Page) => Promise<void>

/** Returns the tasks that the library allows this user, with the page of each. */
function tasksOf({ user: find }: Idp, user: User): readonly Task[] {
  const locked = find('Dmitri')
  const guarded = find('Grace')
  const tasks: readonly (readonly [isTheirs: boolean, task: Task])[] = [
    [may(user, 'users.explain', locked), (page) => helpWith(page, user, locked)],
    [may(user, 'requests.open', guarded), (page) => askForSecondPerson(page, guarded)],
    [may(user, 'passes.list'), (page) => inMenu(page, '/people', `li:has(a[href="/people/${locked.id}"]) .pill`)],
    [may(user, 'registrations.list', locked), (page) => inMenu(page, '/onboarding')],
    [may(user, 'policy.get'), (page) => inMenu(page, '/policy', 'form[action="/policy"]')],
    [may(user, 'policy.update'), (page) => inMenu(page, '/policy', 'form[action="/policy"] button:not([disabled])')],
    [may(user, 'policy.reset'), (page) => unfold(page, '/policy/reset')],
    [user.isReviewer || may(user, 'requests.review'), (page) => inMenu(page, '/reviews')],
    [may(user, 'requests.list'), (page) => inMenu(page, '/requests', 'form[action="/requests"]')],
    [mayManageTokens(user), (page) => inMenu(page, '/api-access', 'form[action="/api-access"]')],
    [true, (page) => inMenu(page, '/mailbox')],
    [true, (page) => inMenu(page, '/activity')],
    [true, (page) => inMenu(page, '/security-info', '[data-passkey="register"]')],
  ]
  return tasks.flatMap(([isTheirs, task]) => (isTheirs ? [task] : []))
}

async function helpWith(page: Page, user: User, locked: User): Promise<void> {
  const path = `/people/${locked.id}`
  await onPerson(page, locked)
  await page.locator('#explanation').waitFor()
  if (may(user, 'passes.get', locked)) await page.locator('dl').first().waitFor()
  if (may(user, 'passes.create', locked)) await page.locator(`form[action="${path}/pass"] button`).waitFor()
  if (may(user, 'users.unlock', locked)) await page.locator(`form[action="${path}/unlock"] button`).waitFor()
  if (may(user, 'passes.delete', locked)) await unfold(page, `${path}/pass/delete`)
}

async function askForSecondPerson(page: Page, guarded: User): Promise<void> {
  await onPerson(page, guarded)
  await page.locator(`form[action="/people/${guarded.id}/pass"] button`).click()
  await page.locator(`form[action="/people/${guarded.id}/request"] button`).waitFor()
}

async function inMenu(page: Page, href: string, shown = 'h1'): Promise<void> {
  await page.locator(`nav[aria-label="Main"] a[href="${href}"]`).click()
  await page.waitForURL(`**${href}`)
  await page.locator(shown).filter({ visible: true }).first().waitFor()
}

/** Opens the confirmation that hides the button of a form. */
async function unfold(page: Page, action: string): Promise<void> {
  const form = page.locator(`form[action="${action}"]`)
  await page.locator('details').filter({ has: form }).locator('summary').first().click()
  await form.getByRole('button').waitFor()
}

/** Opens the page of a user by the menu, a search and a link. */
async function onPerson(page: Page, { id, displayName }: User): Promise<void> {
  await inMenu(page, '/people')
  await page.getByRole('searchbox').fill(displayName)
  await page.getByRole('searchbox').press('Enter')
  await page.waitForURL('**/people?search=*')
  await page.locator(`a[href="/people/${id}"]`).click()
  await page.waitForURL(`**/people/${id}`)
}

function menuOf(page: Page): Promise<readonly string[]> {
  return page
    .locator('nav[aria-label="Main"] a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
}

/** Collects the pages that the site refuses to show from now on. */
function refusedPagesOf(page: Page): readonly string[] {
  const refused: string[] = []
  page.on('response', (response) => {
    const isRefused = response.status() >= 400 && response.request().isNavigationRequest()
    if (isRefused) refused.push(`${response.status()} ${response.url()}`)
  })
  return refused
}

async function codesFor(idp: Idp): Promise<ReadonlyMap<string, string>> {
  const codes = new Map([[idp.bootstrap.user.displayName, idp.bootstrap.code]])
  for (const [, name] of users) if (!codes.has(name)) codes.set(name, await idp.issue(name))
  return codes
}

async function lockOut(idp: Idp, { displayName, id }: User): Promise<void> {
  await idp.issue(displayName)
  const { wrongCodesBeforeLockout } = await idp.policy()
  for (let tried = 0; tried < wrongCodesBeforeLockout; tried += 1) {
    await idp.app.tap.signIn({ user: id, code: '0000-0000' })
  }
}
