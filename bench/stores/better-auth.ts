import { randomBytes } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { emailOTP } from 'better-auth/plugins'
import pg from 'pg'
import { openStore } from '../../test/local-servers/open-store.js'
import type { StoreAddress } from '../../test/local-servers/store-address.js'
import { throughPort } from '../../test/local-servers/store-address.js'
import { callerCount, onceEach } from '../support/callers.js'
import { interleave, median, medianRatio } from '../support/compare.js'
import { progress } from '../support/progress.js'
import { figure } from '../support/report.js'
import { createRoundCounter } from '../support/round-counter.js'
import type { BenchServer } from './bench-servers.js'
import type { Effort } from './options.js'
import { createUsers } from './users.js'

export const betterAuthHeader: readonly string[] = ['On PostgreSQL', 'sign-ins a second', 'round trips each', 'ratio']

const counted = 50

/** A library that issues one-time codes and accepts them. */
interface SignIns {
  /** Issues a code to each user. Not measured. */
  prepare(): Promise<void>
  signIn(user: number): Promise<void>
  close(): Promise<void>
}

type Open = (address: StoreAddress, userCount: number) => Promise<SignIns>

/** Compares one-time passes of 48 symbols with hashed e-mail codes. Each code is used once, over pools of 10 connections. */
export async function benchBetterAuth(server: BenchServer, { rounds, signIns }: Effort): Promise<readonly string[][]> {
  progress(`${server.name}: better-auth`)
  const count = signIns * 2
  const [tap, auth] = [await openTap(await server.fresh(), count), await openBetterAuth(await server.fresh(), count)]
  const numbers = Array.from({ length: count }, (_, user) => user)
  const measure = (contender: SignIns) => async () => {
    await contender.prepare()
    return onceEach(numbers, contender.signIn)
  }
  const [ours = [], theirs = []] = await interleave(
    [
      { name: 'temporary-access-pass', run: measure(tap) },
      { name: 'better-auth', run: measure(auth) },
    ],
    rounds,
  )
  await Promise.all([tap.close(), auth.close()])
  return [
    [
      '`tap.signIn`, one-time passes',
      figure(median(ours)),
      await roundTrips(server, openTap),
      figure(medianRatio(ours, theirs)),
    ],
    ['better-auth `signInEmailOTP`', figure(median(theirs)), await roundTrips(server, openBetterAuth), '1'],
  ]
}

async function roundTrips(server: BenchServer, open: Open): Promise<string> {
  const counter = createRoundCounter()
  const address = await server.fresh()
  const port = await counter.proxy(Number(new URL(address.url).port))
  const contender = await open(throughPort(address, port), counted + callerCount)
  await contender.prepare()
  for (let user = 0; user < callerCount; user += 1) await contender.signIn(user)
  const before = counter.rounds()
  for (let user = callerCount; user < counted + callerCount; user += 1) await contender.signIn(user)
  await contender.close()
  await counter.close()
  return figure((counter.rounds() - before) / counted)
}

const openTap: Open = async (address, count) => {
  const { store, close } = await openStore(address)
  const users = await createUsers(store, count)
  return { prepare: () => users.issue(true), signIn: users.signIn, close }
}

/** Without e-mails and rate limit, and with registered and verified users, only the sign-in is measured. */
const openBetterAuth: Open = async ({ url }, count) => {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  const codes = new Map<string, string>()
  const options = {
    database: pool,
    secret: randomBytes(32).toString('base64'),
    baseURL: 'http://localhost:3000',
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    plugins: [emailOTP({ storeOTP: 'hashed', disableSignUp: false, sendVerificationOTP: async () => {} })],
  }
  await (await getMigrations(options)).runMigrations()
  const auth = betterAuth(options)
  const emails = Array.from({ length: count }, (_, user) => `user-${user}@example.com`)
  const prepare = async (): Promise<void> => {
    await onceEach(emails, async (email) => {
      codes.set(email, await auth.api.createVerificationOTP({ body: { email, type: 'sign-in' } }))
    })
  }
  const signIn = async (user: number): Promise<void> => {
    const email = emails[user] ?? ''
    const { token } = await auth.api.signInEmailOTP({ body: { email, otp: codes.get(email) ?? '' } })
    if (!token) throw new Error('A sign-in was refused')
  }
  // The first sign-in of each user registers the user.
  await prepare()
  await onceEach(emails, (_, user) => signIn(user))
  return { prepare, signIn, close: () => pool.end() }
}
