import { helpDesk as actor } from './organisation.js'
import type { VerbModel } from './verb-model.js'
import { ok } from './verb-model.js'
import { factsOf, lifetimeInMinutes } from './verbs-of-passes.js'

/** A row of a list that the simulation records beside the call. It is never called by itself. */
const row: VerbModel = {
  isChange: true,
  run: () => Promise.reject(new Error('A row is part of a list')),
}

const createMany: VerbModel = {
  isChange: false,
  hasOwnEvents: true,
  before: (_, { key }) => ({ key }),
  async run({ tap, ghost, step, facts, nowMs, addRow, context }) {
    const { key: idempotencyKey = '' } = facts
    const users = (step.user ?? '').split(' ')
    const rows = users.map((user) => ({ user, idempotencyKey, isUsableOnce: step.isOnce, lifetimeInMinutes }))
    const records = users.map(addRow)
    const received: { user: string; outcome: string }[] = []
    for await (const result of tap.passes.createMany({ actor, rows, context })) {
      const { user } = result.row
      received.push({ user, outcome: result.outcome })
      const record = records[result.index]
      if (!record) continue
      record.endMs = nowMs()
      record.outcome = result.outcome === 'created' ? 'ok' : 'refused'
      if (result.outcome === 'refused') record.reason = result.error.code
      if (result.outcome !== 'created') continue
      record.facts = factsOf(result.pass)
      const { passId, code } = record.facts
      if (passId && code) ghost.addCode(user, { passId, code })
    }
    return { ...ok, facts: { rows: received } }
  },
}

export const bulkVerbs = { 'passes.createMany': createMany, 'row of createMany': row }
