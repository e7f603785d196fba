import type { MaintenanceVerbs } from '../../api/maintenance.js'
import type { Deps } from '../../kernel/deps.js'
import { checkedLimit } from '../../kernel/page-input.js'

type Sweep = MaintenanceVerbs['sweep']

export async function sweep(deps: Deps, input?: Parameters<Sweep>[0]): ReturnType<Sweep> {
  const limit = checkedLimit(input)
  return deps.ports.sweep({ nowMs: deps.ports.nowMs(), limit })
}
