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

describe('evidence, contact, client binding, employee id and code', () => {
  it('appear in no event, error, row, notice or output, and in no other caller’s answer', async () => {
    const answers: string[] = []
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
    if (!submitted.ok) throw new Error('Refused')
    const clientRequest = { requestId: submitted.requestId, clientBinding: canaries.binding }
    const record = async (call: Promise<unknown>) => answers.push(printed(await call.catch((error: unknown) => error)))
    await record(Promise.resolve(submitted))
    await record(requests.prove({ ...clientRequest, prover: 'document', presented: canaries.proverError }))
    await record(requests.prove({ ...clientRequest, prover: 'document', presented: canaries.presented }))
    await record(requests.prove({ ...clientRequest, prover: 'liveness', presented: canaries.presented }))
    await record(requests.prove({ ...clientRequest, prover: 'liveness', presented: canaries.presented }))
    await record(requests.prove({ ...clientRequest, prover: 'passport', presented: canaries.presented } as never))
    await record(requests.submit({ ...submit, clientBinding: 'x'.repeat(1_025) + canaries.binding }))
    await record(requests.status(clientRequest))
    const { requestId } = clientRequest
    const shown = printed(await requests.startCall({ actor: as('mona'), requestId }))
    // Reviewers need the references and the contact, nothing else.
    expect(leaksIn(shown, Object.values(canaries))).toEqual([canaries.reference, canaries.contact])
    await record(requests.approve({ actor: as('mona'), requestId, justification: 'Too early' }))
    clock.advance(minuteMs)
    await requests.approve({ actor: as('mona'), requestId, justification: 'Known voice' })
    const collected = await requests.collect(clientRequest)
    if (!collected.ok) throw new Error('Refused')
    answers.push(printed(collected))
    const again = await requests.submit(submit)
    if (again.ok)
      await record(
        requests.prove({
          requestId: again.requestId,
          clientBinding: canaries.binding,
          prover: 'liveness',
          presented: 1,
        }),
      )
    await record(requests.edit({ ...clientRequest, contact: canaries.contact }))
    await record(requests.collect(clientRequest))

    const rows = printed(await contentOf(world.store, kinds))
    expect(rows).toContain(requestId)
    const sinks = [...answers, printed(world.events), printed(world.notices), rows, output()].join('\n')
    const secrets = [...Object.values(canaries), collected.pass.temporaryAccessPass].flatMap(formsOf)
    expect(leaksIn(sinks, secrets)).toEqual([])
  })
})
