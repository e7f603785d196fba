import { randomBytes } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { emailOTP } from 'better-auth/plugins'
import pg from 'pg'
import { openStore } from '../../test/support/servers/open-store.js'
import type { StoreAddress } from '../../test/support/servers/store-address.js'
import { throughPort } from '../../test/support/servers/store-address.js'
import { callerCount, onceEach } from '../support/callers.js'
import { interleave, median, medianRatio } from '../support/compare.js'
import { progress } from '../support/progress.js'
import { figure } from '../support/report.js'
import { createRoundCounter } from '../support/round-counter.js'
import type { Effort } from './options.js'
import { admitPeople } from './people.js'
import type { Place } from './places.js'

export const betterAuthHeader: readonly string[] = ['On PostgreSQL', 'sign-ins a second', 'round trips each', 'ratio']

const counted = 50

/** Something that hands out codes that work once, and takes them. */
interface SignIns {
  /** A code for everybody: not measured. */
  prepare(): Promise<void>
  signIn(person: number): Promise<void>
  close(): Promise<void>
}

type Open = (address: StoreAddress, people: number) => Promise<SignIns>

/** One-time passes of 48 symbols beside hashed codes sent by e-mail, each redeemed once, with a pool of 10 each. */
export async function benchBetterAuth(place: Place, { rounds, signIns }: Effort): Promise<readonly string[][]> {
  progress(`${place.name}: better-auth`)
  const count = signIns * 2
  const [tap, auth] = [await openTap(await place.fresh(), count), await openBetterAuth(await place.fresh(), count)]
  const numbers = Array.from({ length: count }, (_, person) => person)
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
      await roundTrips(place, openTap),
      figure(medianRatio(ours, theirs)),
    ],
    ['better-auth `signInEmailOTP`', figure(median(theirs)), await roundTrips(place, openBetterAuth), '1'],
  ]
}

async function roundTrips(place: Place, open: Open): Promise<string> {
  const counter = createRoundCounter()
  const address = await place.fresh()
  const port = await counter.proxy(Number(new URL(address.url).port))
  const contender = await open(throughPort(address, port), counted + callerCount)
  await contender.prepare()
  for (let person = 0; person < callerCount; person += 1) await contender.signIn(person)
  const before = counter.rounds()
  for (let person = callerCount; person < counted + callerCount; person += 1) await contender.signIn(person)
  await contender.close()
  await counter.close()
  return figure((counter.rounds() - before) / counted)
}

const openTap: Open = async (address, count) => {
  const { store, close } = await openStore(address)
  const people = await admitPeople(store, count)
  return { prepare: () => people.issue(true), signIn: people.signIn, close }
}

/** Its e-mails are not sent, its limiter is off, its people are registered and verified: what is left is the sign-in. */
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
  const emails = Array.from({ length: count }, (_, person) => `person-${person}@example.com`)
  const prepare = async (): Promise<void> => {
    await onceEach(emails, async (email) => {
      codes.set(email, await auth.api.createVerificationOTP({ body: { email, type: 'sign-in' } }))
    })
  }
  const signIn = async (person: number): Promise<void> => {
    const email = emails[person] ?? ''
    const { token } = await auth.api.signInEmailOTP({ body: { email, otp: codes.get(email) ?? '' } })
    if (!token) throw new Error('A sign-in was refused')
  }
  // The first sign-in of each registers them.
  await prepare()
  await onceEach(emails, (_, person) => signIn(person))
  return { prepare, signIn, close: () => pool.end() }
}
