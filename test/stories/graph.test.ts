import { Client, HTTPMessageHandler } from '@microsoft/microsoft-graph-client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { english } from '../../examples/express-idp/src/english.js'
import { driveAsApplication } from '../graph/support/every-endpoint.js'
import type { Visitor } from './support/browser.js'
import { launch, visitor } from './support/browser.js'
import type { Idp } from './support/idp.js'
import { startIdp } from './support/idp.js'
import { onNextPage, signInByPass } from './support/steps.js'

describe('a script of Graph', () => {
  let browser: Browser
  let idp: Idp
  let ada: Visitor
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    idp = await startIdp()
    ada = await visitor(browser, idp.origin)
    await signInByPass(ada.page, 'ada', idp.bootstrap.code)
    await ada.page.getByRole('heading', { name: 'Security info' }).waitFor()
  })
  afterEach(async () => {
    await ada.close()
    await idp.close()
  })

  it('sees its token once, calls every endpoint, is in the activity, and can be revoked', async () => {
    const token = await createToken(ada.page, 'Onboarding', ['issue and delete passes', 'change the policy'])
    const code = await driveAsApplication(clientOf(idp, token), 'ben@fernhill.example')
    expect(await idp.app.tap.signIn({ user: 'ben', code })).toMatchObject({ ok: true })

    await onNextPage(ada.page, () => ada.page.getByRole('button', { name: 'Done' }).click())
    expect(await ada.page.content()).not.toContain(token)
    expect(idp.log()).not.toContain(token)
    expect(idp.log()).not.toContain(code)
    await ada.page.goto('/activity')
    await ada.page.getByText('The script “Onboarding” issued a pass to Ben Ito').first().waitFor()

    await ada.page.goto('/api-access')
    await ada.page.getByText('Revoke', { exact: true }).click()
    await ada.page.getByRole('button', { name: 'Revoke Onboarding' }).click()
    await ada.page.getByText('The token is revoked.').waitFor()
    await expect(read(idp, token)).rejects.toMatchObject({ statusCode: 401 })
    expect(ada.complaints()).toEqual([])
  })

  it('acting for a user has only their permissions, and ends with the account or the token', async () => {
    const own = await createToken(ada.page, 'Ada on the train', ['view passes'], 'for you')
    expect(await read(idp, own)).toEqual([])
    const itself = await createToken(ada.page, 'Report', ['view passes'])
    await expect(
      clientOf(idp, own).api(`/users/${idp.bootstrap.user.id}/authentication/temporaryAccessPassMethods`).post({}),
    ).rejects.toMatchObject({ statusCode: 403, code: 'accessDenied' })

    idp.disable('Ada')
    await expect(read(idp, own)).rejects.toMatchObject({ statusCode: 401 })
    expect(await read(idp, itself)).toEqual([])
    idp.advance(90 * 1_440)
    await expect(read(idp, itself)).rejects.toMatchObject({ statusCode: 401 })
  })

  it('sends the ticket that the policy requires in a header', async () => {
    const token = await createToken(ada.page, 'HR', ['issue and delete passes'])
    const { issuing } = await idp.policy()
    await idp.setPolicy({ issuing: { ...issuing, isTicketRequired: true } })
    const passes = () =>
      clientOf(idp, token).api('/users/ben@fernhill.example/authentication/temporaryAccessPassMethods')
    await expect(passes().post({})).rejects.toMatchObject({
      statusCode: 400,
      body: expect.stringContaining('ticketRequired'),
    })
    const { temporaryAccessPass } = await passes().header('TAP-Ticket', 'INC-7').post({})
    expect(temporaryAccessPass).toMatch(/^[\dA-Z]{8}$/)
  })

  it('gets a token from a Global Administrator only, and only with a name and a scope', async () => {
    await ada.page.goto('/api-access')
    await ada.page.getByRole('button', { name: 'Create a token' }).click()
    await ada.page.getByText(english.tokenNameMissing).waitFor()
    await ada.page.getByText(english.tokenScopesMissing).waitFor()
    expect(idp.app.tokens.all()).toEqual([])

    const priya = await visitor(browser, idp.origin)
    await signInByPass(priya.page, 'priya', await idp.issue('Priya'))
    await priya.page.getByRole('heading', { name: 'Security info' }).waitFor()
    expect(await priya.page.getByRole('link', { name: 'API', exact: true }).count()).toBe(0)
    await priya.page.goto('/api-access')
    await priya.page.getByText(english.notAllowed).waitFor()
    await priya.close()
  })
})

/** Creates a token on the page, and leaves the browser on the page that shows it. */
async function createToken(page: Page, name: string, may: readonly string[], acts = 'for itself'): Promise<string> {
  await page.goto('/api-access')
  await page.getByLabel('Name').fill(name)
  await page.getByLabel(acts).check()
  for (const label of may) await page.getByLabel(label).check()
  await page.getByRole('button', { name: 'Create a token' }).click()
  return page.locator('#code').innerText()
}

async function read(idp: Idp, token: string): Promise<unknown> {
  const path = `/users/${idp.user('Ben').id}/authentication/temporaryAccessPassMethods`
  return (await clientOf(idp, token).api(path).get()).value
}

/** The client sends its token over HTTPS only, so the middleware sets the header for HTTP. */
function clientOf({ origin }: Idp, token: string): Client {
  const link = new HTTPMessageHandler()
  return Client.initWithMiddleware({
    baseUrl: `${origin}/graph`,
    middleware: {
      execute(context) {
        context.options = {
          ...context.options,
          headers: { ...context.options?.headers, authorization: `Bearer ${token}` },
        }
        return link.execute(context)
      },
    },
  })
}
