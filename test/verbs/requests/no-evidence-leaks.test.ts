import { describe, expect, it } from 'vitest'
import type { Proof } from '../../../src/ports/prover.js'
import { formsOf, leaksIn, printed } from '../../support/canary.js'
import { captureOutput } from '../../support/capture-output.js'
import { minuteMs } from '../../support/clock.js'
import { contentOf } from '../../support/outcome.js'
import { as, createRequestWorld } from './request-world.js'

const output = captureOutput()
const canaries = {
  reference: 'passport-scan-7f3a91',
  digest: 'sha256-c0ffee-of-a-face',
  presented: 'raw-media-4d2b',
  contact: '+1 555 0100 77',
  binding: 'cookie-of-rhea-81aa',
  employeeId: 'E-4711-rhea',
  proverError: 'prover-quotes-the-passport',
}
const kinds = ['user', 'policy', 'decoy', 'issueCount', 'request', 'requester']

describe('evidence, what was presented, the contact, the binding, the employee id and the code', () => {
  it('stand in no event, error, row, notice or output, and in no answer but to whom they are for', async () => {
    const seen: string[] = []
    const proof: Proof = {
      isAccepted: true,
      assurance: 'IAL2',
      references: [canaries.reference],
      digests: [canaries.digest],
    }
    const document = async ({ presented }: { presented: unknown }): Promise<Proof> => {
      if (presented === canaries.proverError) throw new Error(canaries.proverError)
      return { ...proof, picture: canaries.presented } as Proof
    }
    const rhea = { id: 'rhea', isEnabled: true, employeeId: canaries.employeeId, managerId: 'mona' }
    const world = createRequestWorld({
      users: [rhea, { id: 'mona', isEnabled: true }, { id: 'grace', isEnabled: true, roles: ['Global Administrator'] }],
      requests: { provers: { document, liveness: async () => proof } },
    })
    const { requests, clock } = world
    const submit = {
      user: 'rhea',
      employeeId: canaries.employeeId,
      contact: canaries.contact,
      clientBinding: canaries.binding,
    }
    const submitted = await requests.submit(submit)
    if (!submitted.ok) throw new Error('Not taken')
    const held = { requestId: submitted.requestId, clientBinding: canaries.binding }
    const told = async (call: Promise<unknown>) => seen.push(printed(await call.catch((error: unknown) => error)))
    await told(Promise.resolve(submitted))
    await told(requests.prove({ ...held, prover: 'document', presented: canaries.proverError }))
    await told(requests.prove({ ...held, prover: 'document', presented: canaries.presented }))
    await told(requests.prove({ ...held, prover: 'liveness', presented: canaries.presented }))
    await told(requests.prove({ ...held, prover: 'liveness', presented: canaries.presented }))
    await told(requests.prove({ ...held, prover: 'passport', presented: canaries.presented } as never))
    await told(requests.submit({ ...submit, clientBinding: 'x'.repeat(1_025) + canaries.binding }))
    await told(requests.status(held))
    const { requestId } = held
    const shown = printed(await requests.startCall({ actor: as('mona'), requestId }))
    // A reviewer sees where evidence lies and where to call, and nothing else of it.
    expect(leaksIn(shown, Object.values(canaries))).toEqual([canaries.reference, canaries.contact])
    await told(requests.approve({ actor: as('mona'), requestId, justification: 'Too early' }))
    clock.advance(minuteMs)
    await requests.approve({ actor: as('mona'), requestId, justification: 'Known voice' })
    const collected = await requests.collect(held)
    if (!collected.ok) throw new Error('Not collected')
    seen.push(printed(collected))
    const again = await requests.submit(submit)
    if (again.ok)
      await told(
        requests.prove({
          requestId: again.requestId,
          clientBinding: canaries.binding,
          prover: 'liveness',
          presented: 1,
        }),
      )
    await told(requests.edit({ ...held, contact: canaries.contact }))
    await told(requests.collect(held))

    const rows = printed(await contentOf(world.store, kinds))
    expect(rows).toContain(requestId)
    const sinks = [...seen, printed(world.events), printed(world.notices), rows, output()].join('\n')
    const secrets = [...Object.values(canaries), collected.pass.temporaryAccessPass].flatMap(formsOf)
    expect(leaksIn(sinks, secrets)).toEqual([])
  })
})
