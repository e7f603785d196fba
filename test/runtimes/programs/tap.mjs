import { createTap } from 'temporary-access-pass'
import { memoryDirectory, memoryStore } from 'temporary-access-pass/memory'

export const helpDesk = { kind: 'app', id: 'help-desk', permissions: ['passes.create', 'users.explain'] }

// At the top of a module, where hosts have it: a Worker may neither draw randomness nor set timers there.
export const tap = createTap({
  store: memoryStore(),
  directory: memoryDirectory(
    ['ada', 'grace', 'alan'].map((id) => ({ id, isEnabled: true, userPrincipalName: `${id}@example.com` })),
  ),
  keys: [{ id: '2026-11', secret: new Uint8Array(32).fill(7) }],
  policy: { state: 'enabled' },
})
