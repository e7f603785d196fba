import { createWorld, wrongCode } from '../support/world.js'

/** Instants with unusual local time in some time zone, or in all. */
const oddInstants = [
  '2026-02-15T01:59:00Z', // Morocco leaves its summer time for Ramadan
  '2026-03-08T05:29:00Z', // St. John's springs forward
  '2026-03-22T01:59:00Z', // Morocco returns
  '2026-11-01T04:29:00Z', // St. John's falls back
  '2028-02-28T23:30:00Z', // before a leap day
  '2028-02-29T23:30:00Z', // on a leap day
  '2100-02-28T23:30:00Z', // 2100 has no leap day
  '2027-01-31T23:59:59.999Z', // end of a month with a shorter one after it
  '2026-12-31T18:29:59Z', // New Year's Eve in India
  '2038-01-19T03:14:07Z', // 2^31 - 1 seconds
  '1999-12-31T23:59:59Z',
] as const

/** Returns every output and stored document around such an instant, as text. */
async function chronicle(now: Date): Promise<unknown> {
  const world = createWorld({ now, policy: { wrongCodesBeforeLockout: 3 } })
  const { tap, admin, clock, issue, enter, events } = world
  const outputs: unknown[] = []
  for (const lifetimeInMinutes of [10, 60, 1_440, 43_200]) {
    const startDateTime = new Date(now.getTime() + 3_600_000)
    const pass = await issue('ada', { startDateTime, lifetimeInMinutes })
    outputs.push(JSON.stringify(pass), pass.endDateTime.getTime() - now.getTime())
    for (const offset of [-1, 0, lifetimeInMinutes * 60_000 - 1, lifetimeInMinutes * 60_000]) {
      clock.set(startDateTime.getTime() + offset)
      outputs.push(await enter(pass.temporaryAccessPass), await tap.users.explain({ actor: admin, user: 'ada' }))
    }
    clock.set(now.getTime())
  }
  await issue()
  for (let wrong = 0; wrong < 3; wrong += 1) outputs.push(await enter(wrongCode))
  outputs.push(await tap.users.explain({ actor: admin, user: 'ada' }))
  outputs.push(await issue('bob', { startDateTime: new Date(0) }).catch(String))
  return { outputs, events, row: await world.row() }
}

const offsets = oddInstants.map((instant) => new Date(instant).getTimezoneOffset())
const chronicles = await Promise.all(oddInstants.map((instant) => chronicle(new Date(instant))))
process.stdout.write(JSON.stringify({ offsets, chronicles }))
