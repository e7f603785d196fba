import type { BenchServer } from './stores/bench-servers.js'
import { benchServerNames, startBenchServer } from './stores/bench-servers.js'
import { benchBetterAuth, betterAuthHeader } from './stores/better-auth.js'
import { openFullStore } from './stores/full-store.js'
import type { Part } from './stores/options.js'
import { parseOptions } from './stores/options.js'
import { benchRedemption, redemptionHeader } from './stores/redemption.js'
import { benchRoundTrips, roundTripsHeader } from './stores/round-trips.js'
import { benchSizes, sizesHeader } from './stores/sizes.js'
import { benchSweep, sweepHeader } from './stores/sweep.js'
import { callerCount } from './support/callers.js'
import { progress } from './support/progress.js'
import { machine, report } from './support/report.js'

const { stores, parts, effort } = parseOptions(process.argv.slice(2), benchServerNames)

const tables: Readonly<Record<Part, { readonly title: string; readonly header: readonly string[] }>> = {
  redemption: { title: `Redemptions, multi-use passes, ${callerCount} callers at a time`, header: redemptionHeader },
  'round-trips': { title: 'Round trips', header: roundTripsHeader },
  sizes: { title: 'Sign-ins one after the other, by stored documents', header: sizesHeader },
  sweep: { title: 'Sign-ins one after the other, while documents are swept', header: sweepHeader },
  'better-auth': { title: `One-time codes, ${callerCount} callers at a time`, header: betterAuthHeader },
}

process.stdout.write(`${machine()}\n`)
const rows = new Map<Part, (readonly string[])[]>(parts.map((part) => [part, []]))
for (const store of stores) {
  const server = await startBenchServer(store)
  try {
    await measure(server)
  } finally {
    await server.stop()
  }
}
for (const [part, found] of rows) {
  if (found.length > 0) report(tables[part].title, tables[part].header, found)
}

async function measure(server: BenchServer): Promise<void> {
  const add = (part: Part, ...found: readonly (readonly string[])[]): void => {
    rows.get(part)?.push(...found)
    // An interrupted run has then printed every result that it had.
    for (const row of found) progress(`${part}: ${row.join(' | ')}`)
  }
  if (rows.has('redemption')) add('redemption', await benchRedemption(server, effort))
  if (rows.has('round-trips')) add('round-trips', ...(await benchRoundTrips(server)))
  if (rows.has('better-auth') && server.name === 'PostgreSQL')
    add('better-auth', ...(await benchBetterAuth(server, effort)))
  if (!rows.has('sizes') && !rows.has('sweep')) return
  const full = await openFullStore(server, effort.documents)
  if (rows.has('sizes')) add('sizes', await benchSizes(server, full, effort))
  if (rows.has('sweep')) add('sweep', await benchSweep(server, full, effort))
  await full.close()
}
