import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import type { Visitor } from './support/browser.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { press, tabTo } from './support/keyboard.js'
import { approve, askAndProve, askForPass, call, showDocument, showFace, signInAs } from './support/requests.js'
import { signInByPass } from './support/steps.js'

const hour = 60

describe('a request for a pass', () => {
  let browser: Browser
  let idp: Idp
  let visitors: Visitor[] = []
  let ben: Visitor
  const open = async (): Promise<Visitor> => {
    const opened = await visitor(browser, idp.origin)
    visitors.push(opened)
    return opened
  }
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    idp = await startIdp()
    ben = await open()
  })
  afterEach(async () => {
    for (const opened of visitors) await opened.close()
    visitors = []
    await idp.close()
  })

  it('shows an unknown user the same pages, by keyboard alone, and notifies no reviewer', async () => {
    const unknown = await open()
    const seen = [await walk(ben.page, 'ben', 'F-1009'), await walk(unknown.page, 'nobody', 'F-0000')]
    expect(seen[0]).toHaveLength(4)
    expect(seen[0]).toEqual(seen[1])
    await expect.poll(() => waiting(idp, 'Clara')).toBe(1)
    expect(idp.app.users.search('').reduce((sum, { displayName }) => sum + waiting(idp, displayName), 0)).toBe(1)
  })

  it('is bound to its browser by a cookie that scripts cannot read', async () => {
    await askAndProve(ben.page, idp, 'Ben')
    const cookie = (await ben.page.context().cookies(`${idp.origin}/request`)).find(({ name }) => name === 'request')
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/request' })
    const other = await open()
    await other.page.goto('/request')
    await other.page.getByRole('heading', { name: 'No way to sign in?' }).waitFor()
    const [id] = cookie?.value.split('.') ?? []
    const headers = { cookie: `request=${id}.${'A'.repeat(43)}` }
    const answer = await fetch(`${idp.origin}/request`, { headers, redirect: 'manual' })
    expect(answer.headers.get('location')).toBe('/request/new')
    expect(idp.log()).not.toContain(cookie?.value.split('.')[1])
  })

  it('is denied with a reason, tells the requester what to do, and can be made again', async () => {
    const clara = await open()
    await askAndProve(ben.page, idp, 'Ben')
    await signInAs(clara, idp, 'Clara')
    await call(clara.page, idp, 'Ben Ito')
    await clara.page.getByRole('button', { name: 'Not sure: deny' }).click()
    await clara.page.getByText(english.reasonMissing).waitFor()
    await clara.page.getByLabel('What you asked').fill('Did not know the ward')
    await clara.page.getByRole('button', { name: 'Not sure: deny' }).click()
    await clara.page.getByText('Denied: Ben Ito gets no pass.').waitFor()
    await ben.page.getByRole('heading', { name: 'Your request was denied' }).waitFor()
    await ben.page.getByText('Call the help desk').waitFor()
    expect(await ben.page.content()).not.toContain('ward')
    await askAndProve(ben.page, idp, 'Ben')
  })

  it('expires 24 hours after the identity check, to the minute', async () => {
    const clara = await open()
    const before = idp.app.clock()
    await askAndProve(ben.page, idp, 'Ben')
    const due = Date.parse((await ben.page.locator('dd time').first().getAttribute('datetime')) ?? '')
    expect(due).toBeGreaterThan(before + 24 * hour * 60_000)
    expect(due).toBeLessThanOrEqual(idp.app.clock() + 24 * hour * 60_000)
    idp.advance((due - idp.app.clock()) / 60_000 - 1)
    await ben.page.goto('/request')
    await ben.page.getByRole('heading', { name: 'Wait for a call' }).waitFor()
    await signInAs(clara, idp, 'Clara')
    await clara.page.goto('/reviews')
    await clara.page.getByText('1 person is waiting').waitFor()
    idp.advance(1)
    await ben.page.goto('/request')
    await ben.page.getByRole('heading', { name: 'Your request has expired' }).waitFor()
    await clara.page.getByRole('link', { name: 'Ben Ito' }).click()
    await clara.page.getByText('Expired').waitFor()
    expect(await clara.page.getByRole('button', { name: 'Start the call' }).count()).toBe(0)
  })

  it('can be cancelled by its requester, and then leaves every inbox', async () => {
    const clara = await open()
    await askAndProve(ben.page, idp, 'Ben')
    await ben.page.getByText('Cancel this request').click()
    await ben.page.getByRole('button', { name: 'Cancel the request' }).click()
    await ben.page.getByRole('heading', { name: 'Your request was cancelled' }).waitFor()
    await signInAs(clara, idp, 'Clara')
    await clara.page.goto('/reviews')
    await clara.page.getByText('No one is waiting for your call.').waitFor()
  })

  it('is locked after five failed checks, while sign-in still works', async () => {
    const code = await idp.issue('Ben')
    await askForPass(ben.page, 'ben', 'F-1009')
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await showFace(ben.page, 'A photograph of me')
      await ben.page.getByText(english.faceRefused).waitFor()
    }
    await showFace(ben.page)
    await ben.page.getByText(english.noMoreChecks).waitFor()
    await signInByPass(ben.page, 'ben', code)
    await ben.page.getByText('You signed in with a pass.').waitFor()
    idp.advance(24 * hour)
    const again = await open()
    await askAndProve(again.page, idp, 'Ben')
  })

  it('refuses the document of another person', async () => {
    await askForPass(ben.page, 'ben', 'F-1009')
    await showFace(ben.page)
    await showDocument(ben.page, 'Another person’s document')
    await ben.page.getByText(english.documentRefused).waitFor()
    await showDocument(ben.page)
    await ben.page.getByRole('heading', { name: 'Wait for a call' }).waitFor()
  })

  it('is hidden from colleagues, and reaches the manager’s manager after four hours', async () => {
    const [grace, femi] = [await open(), await open()]
    await askAndProve(ben.page, idp, 'Ben')
    await expect.poll(() => waiting(idp, 'Clara')).toBe(1)
    const [{ review = '' } = {}] = idp.app.outbox.of(idp.user('Clara').id)
    await signInAs(grace, idp, 'Grace')
    await grace.page.goto(review)
    await grace.page.getByText(english.requestNoAccess).waitFor()
    await idp.app.requests.maintain()
    expect(waiting(idp, 'Femi')).toBe(0)
    idp.advance(4 * hour)
    await idp.app.requests.maintain()
    expect(waiting(idp, 'Femi')).toBe(1)
    await signInAs(femi, idp, 'Femi')
    await call(femi.page, idp, 'Ben Ito')
  })

  it('provides the second person when the policy requires dual control', async () => {
    const [ada, priya] = [await open(), await open()]
    await signInByPass(ada.page, 'ada', idp.bootstrap.code)
    await ada.page.getByRole('button', { name: 'Sign out' }).waitFor()
    await ada.page.goto('/policy')
    await ada.page
      .getByRole('group', { name: 'Require two people for a pass of' })
      .getByLabel('Administrators and restricted people')
      .check()
    await ada.page.getByRole('button', { name: 'Save the policy' }).click()
    await ada.page.getByText('The policy is saved and in force.').waitFor()
    await ada.page.goto(`/people/${idp.user('Tom').id}`)
    await ada.page.getByLabel('How you know it is them').fill('Lost his phone')
    await ada.page.getByRole('button', { name: 'Issue the pass' }).click()
    await ada.page.getByRole('heading', { name: 'A second person decides' }).waitFor()
    await ada.page.getByRole('button', { name: 'Ask for the pass' }).click()
    await ada.page.getByText(english.secondPersonIncomplete).waitFor()
    await ada.page.getByLabel('Ticket').fill('INC-7')
    await ada.page.getByRole('button', { name: 'Ask for the pass' }).click()
    await ada.page.getByText('The request is open.').waitFor()
    expect(await ada.page.getByRole('button', { name: 'Start the call' }).count()).toBe(0)

    await expect.poll(() => waiting(idp, 'Priya')).toBe(1)
    await idp.setPolicy({ issuing: { ...(await idp.policy()).issuing, dualControl: [] } })
    const code = await idp.issue('Priya')
    await idp.setPolicy({ issuing: { ...(await idp.policy()).issuing, dualControl: [{ targetType: 'privileged' }] } })
    await signInByPass(priya.page, 'priya', code)
    await priya.page.getByRole('button', { name: 'Sign out' }).waitFor()
    await call(priya.page, idp, 'Tom Becker')
    await approve(priya.page, 'Called him back at his desk')
    await priya.page.getByText('Approved: Tom Becker can collect a pass now.').waitFor()

    await ada.page.reload()
    await ada.page.getByRole('button', { name: 'Show the code' }).click()
    await signInByPass((await open()).page, 'tom', await ada.page.locator('#code').innerText())
    await visitors.at(-1)?.page.getByRole('heading', { name: 'Set up your passkey' }).waitFor()
  })
})

function waiting({ app, user }: Idp, name: string): number {
  return app.outbox.of(user(name).id).filter(({ subject }) => subject.includes('is waiting for your call')).length
}

/** Runs in the browser. Returns the page without the parts that differ each time. */
function withoutTimes(main: HTMLElement): string {
  const copy = main.cloneNode(true) as HTMLElement
  for (const element of copy.querySelectorAll('time, [data-countdown], [name="csrfToken"]')) element.remove()
  return copy.innerHTML
}

/** Walks from the form to the waiting page with the keyboard. Returns the content of each page. */
async function walk(page: Page, user: string, employeeId: string): Promise<readonly string[]> {
  const seen: string[] = []
  const look = async (heading: string) => {
    await page.getByRole('heading', { name: heading }).waitFor()
    seen.push(await page.locator('main').evaluate(withoutTimes))
  }
  await page.goto('/sign-in')
  await press(page, 'link', 'I have no way to sign in')
  await look('No way to sign in?')
  await page.keyboard.type(user)
  await tabTo(page, page.getByLabel('Employee id'))
  await page.keyboard.type(employeeId)
  await press(page, 'button', 'Ask for a pass')
  await look('Show your face')
  await press(page, 'button', 'Check my face')
  await look('Show your document')
  await press(page, 'button', 'Check my document')
  await look('Wait for a call')
  return seen
}
