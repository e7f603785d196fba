import { createTap } from 'temporary-access-pass'
import { memoryDirectory, memoryStore } from 'temporary-access-pass/memory'

export const helpDesk = { kind: 'app', id: 'help-desk', permissions: ['passes.create', 'users.explain'] }

// At the top level, as in a host: a Worker may not use randomness or timers there.
export const tap = createTap({
  store: memoryStore(),
  directory: memoryDirectory(
    ['ada', 'grace', 'alan'].map((id) => ({ id, isEnabled: true, userPrincipalName: `${id}@example.com` })),
  ),
  keys: [{ id: '2026-11', secret: new Uint8Array(32).fill(7) }],
  policy: { state: 'enabled' },
})
