import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeRequest, decodeRequester, encodeRequest, encodeRequester } from '../../src/requests/model/codec.js'
import { requesters, requestRecords } from './documents.js'
import { aRequest } from './requests.js'

describe('a stored request', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(requestRecords, (request) => {
        expect(decodeRequest(encodeRequest(request))).toEqual(request)
      }),
    )
  })

  it('shows operators state and instants (RFC 3339), but no contact and no evidence', () => {
    const { body } = encodeRequest(aRequest('awaitingReview', { contact: '+1 555 0100' }))
    const shown = JSON.parse(body)
    expect(shown).toMatchObject({ version: 2, state: 'awaitingReview', dueAt: '2026-11-24T06:00:00.000Z' })
    expect(shown.history[0]).toMatchObject({ at: '2026-11-23T06:00:00.000Z', by: { kind: 'requester', id: 'rhea' } })
    expect(body).not.toContain('555 0100')
    expect(body).not.toContain('case document')
    expect(body).not.toContain('Ms"')
  })

  it('of another format version is not read', () => {
    const { body, secret } = encodeRequest(aRequest('submitted'))
    expect(decodeRequest({ body: body.replace('"version":2', '"version":3'), secret })).toBeUndefined()
  })
})

describe('a stored requester', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(requesters, (requester) => {
        expect(decodeRequester(encodeRequester(requester))).toEqual(requester)
      }),
    )
  })

  it('shows no evidence', () => {
    fc.assert(
      fc.property(requesters, fc.uuid(), (requester, canary) => {
        const evidence = [{ prover: 'document', acceptedAt: new Date(0), references: [canary] }] as const
        const proof = { requestId: 'r', provedAtMs: 0, validUntilMs: 1, evidence }
        expect(encodeRequester({ ...requester, proof }).body).not.toContain(canary)
      }),
    )
  })
})
