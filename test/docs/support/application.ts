import express from 'express'
import type { Actor, Notice, TapOptions } from 'temporary-access-pass'
import { createTap } from 'temporary-access-pass'
import { memoryDirectory, memoryStore } from 'temporary-access-pass/memory'
import type { SubmitInput } from 'temporary-access-pass/requests'
import { createRequests } from 'temporary-access-pass/requests'
import { createCalls, turns } from './calls.js'
import { exercise } from './exercise.js'
import { requestFor } from './request-for.js'

const users = [
  { id: 'ada', isEnabled: true, userPrincipalName: 'ada@example.com', roles: [] },
  { id: 'alan', isEnabled: true, userPrincipalName: 'alan@example.com', roles: [] },
  { id: 'rhea', isEnabled: true, userPrincipalName: 'rhea@example.com', employeeId: '4711', managerId: 'mona' },
  { id: 'mona', isEnabled: true },
  { id: 'hal', isEnabled: true, roles: ['Help Desk'] },
  { id: 'grace', isEnabled: true, roles: ['Global Administrator'] },
].map((user) => ({ ...user, addresses: [{ channel: 'email', value: `${user.id}@example.com` }] as const }))

const nowMs = Date.UTC(2026, 10, 23, 9)
const secret = Buffer.alloc(32, 7)
const browserCookie = 'random value of the browser'

/** An application around one example: everything that the example takes from its surroundings. */
export async function createApplication(example: string) {
  const { call, checkCalls } = createCalls(example)
  const notices: Notice[] = []
  const contractStore = memoryStore()
  let tests: Promise<unknown> = Promise.resolve()
  const keys = [{ id: '2026-11', secret }]
  const policy = { state: 'enabled' } as const
  const ports = { store: memoryStore(), directory: memoryDirectory(users), keys, clock: () => nowMs, policy }
  const options: TapOptions = {
    ...ports,
    // Codes so long that they need no slow hash.
    policy: { ...policy, defaultLength: 48 },
    deliverer: async () => undefined,
    notifier: async (notice) => void notices.push(notice),
  }
  const tap = createTap(options)
  const prover = async () => ({ isAccepted: true, assurance: 'IAL2', references: ['case 1'] })
  const provers = { document: prover, liveness: prover }
  const rules = { minimumCallInSeconds: 0, reviewers: ['administrator'] } as const
  const requests = createRequests(tap, { provers, rules })
  const actor: Actor = { kind: 'user', user: 'grace' }
  const input: SubmitInput = { user: 'rhea', employeeId: '4711', clientBinding: browserCookie }

  const pass = await tap.passes.create({ actor, user: 'ada' })
  const code = example.includes('revealRefusal') ? 'Z'.repeat(48) : pass.temporaryAccessPass
  const signedIn = await tap.signIn({ user: 'ada', code: pass.temporaryAccessPass, clientBinding: browserCookie })
  if (!signedIn.ok) throw new Error(signedIn.message)
  const { grant } = signedIn
  const credential = { id: 'the key of yesterday', type: 'passkey' }
  await tap.registrations.complete({ grant, credential, clientBinding: browserCookie })
  await turns(() => tokenOf(notices) !== undefined)

  const names = {
    actor,
    app: express(),
    askForDocument: call('askForDocument', () => undefined),
    auditLog: {
      write: call('auditLog.write', (..._entry: unknown[]) => undefined),
      insert: call('auditLog.insert', async (_entry: unknown): Promise<void> => undefined),
    },
    body: { user: 'ada', code, film: 'a film' },
    browserCookie,
    clientBinding: browserCookie,
    code,
    credentialId: credential.id,
    document: prover,
    documentService: {
      check: call('documentService.check', async (_presented: unknown, _userId?: string) => ({
        passed: true,
        id: 'case 1',
      })),
    },
    german: { 'explain.noPass': 'Der Benutzer hat keinen Pass. Erstellen Sie einen.' },
    grant,
    hires: [{ id: 'rhea', firstDay: '2026-12-01' }],
    input,
    liveness: prover,
    log: (_entry: unknown) => undefined,
    mailer: { send: call('mailer.send', async (_to: string, _text: string) => undefined) },
    mailReviewer: call('mailReviewer', async (_reviewer: unknown, _requestId: string) => undefined),
    offerToCollect: call('offerToCollect', () => undefined),
    openMyStore: call('openMyStore', async () => contractStore),
    options,
    passkey: { id: 'the key of today' },
    passkeys: {
      save: call('passkeys.save', async (_userId: string, _passkey: unknown) => undefined),
      remove: call('passkeys.remove', async (_id: string) => undefined),
    },
    policy: await tap.policy.get({ actor }),
    ports,
    provers,
    redirect: call('redirect', (_path: string) => undefined),
    request: { ip: '192.0.2.1' },
    requestId: await requestFor(example, requests, input, actor),
    requests,
    response: {
      status: (code: number): { json(body: unknown): void } => refuse(code),
      redirect: call('response.redirect', (_path: string) => undefined),
    },
    rootKey: secret.toString('base64url'),
    secretsManager: { getCached: call('secretsManager.getCached', async (_name: string) => keys) },
    session: { start: call('session.start', (_userId: string, _end: Date) => undefined) },
    sessions: { begin: call('sessions.begin', (_userId: string, _session: object) => 'session=1') },
    show: call('show', (_value: unknown) => undefined),
    siem: { send: call('siem.send', (_activity: unknown) => undefined) },
    signInAgain: refuse,
    tap,
    test: call('test', (_name: string, run: () => unknown) => {
      tests = tests.then(run)
    }),
    token: tokenOf(notices) ?? '',
    user: 'ada',
    users: {
      findByIdOrName: call('users.findByIdOrName', async (_tenantId: string, user: string) => ({
        id: user,
        isActive: true,
        email: `${user}@example.com`,
        groupIds: ['staff'],
      })),
    },
    verify: call('verify', async (_header: string | null) => ({
      oid: 'grace',
      scp: 'UserAuthenticationMethod.ReadWrite.All',
    })),
  }
  /** Uses what the example has left behind, and checks that it called all that it names. */
  async function finish(left: unknown): Promise<void> {
    await tests
    await exercise(left, { options, names })
    await checkCalls()
  }
  return { names, finish }
}

/** An example shows what happens when a call succeeds. */
function refuse(reason: unknown): never {
  throw new Error(`The example was refused: ${reason}`)
}

function tokenOf(notices: readonly Notice[]): string | undefined {
  return notices.find(({ kind }) => kind === 'passCreated')?.repudiationToken
}
