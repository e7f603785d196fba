import { describe, expect, it } from 'vitest'
import { eventsOf } from '../../support/calls.js'
import { alteredStore } from '../../support/spies.js'
import { everyRequestVerb } from './every-request-verb.js'

const context = { correlationId: 'c-1', ipAddress: '192.0.2.7' }

describe.each(everyRequestVerb)('requests.$name emits exactly one event', (tested) => {
  it('when it succeeds', async () => {
    const scene = await tested.scene()
    const { world } = scene
    const emitted = await eventsOf(world, () => tested.call(world.requests, scene, { context }))
    expect(emitted.map(({ type, correlationId }) => [type, correlationId])).toEqual([[tested.event, 'c-1']])
    expect(emitted[0]?.context).toEqual(context)
    if (!tested.isPublic) expect(emitted[0]?.actor?.kind).toBe('user')
  })

  it('when it is refused, with the actor', async () => {
    const scene = await tested.scene()
    const { world } = scene
    const wrong = tested.isPublic
      ? { clientBinding: 'another browser', user: '' }
      : { actor: { kind: 'user', user: 'sam' }, view: 'all' }
    const extra = Object.fromEntries(Object.entries(wrong).filter(([field]) => takes(tested.name, field)))
    const emitted = await eventsOf(world, () => tested.call(world.requests, scene, extra))
    expect(emitted).toHaveLength(1)
    const [event] = emitted
    if (tested.isPublic) expect(event?.type).toBe(tested.name === 'status' ? 'request.read' : 'request.refused')
    else {
      expect(event).toMatchObject({
        type: 'call.failed',
        actor: { id: 'sam' },
        details: { code: 'TAP_NOT_AUTHORIZED', call: tested.verb },
      })
    }
  })

  it('when the host’s part of the input is not valid', async () => {
    const scene = await tested.scene()
    const { world } = scene
    const extra = tested.isPublic ? { clientBinding: '' } : { actor: { kind: 'user' } }
    const emitted = await eventsOf(world, () => tested.call(world.requests, scene, extra))
    expect(emitted.map(({ type, details }) => [type, details])).toEqual([
      ['call.failed', { call: tested.verb, code: 'TAP_INVALID_INPUT' }],
    ])
  })

  it('when the store fails', async () => {
    const scene = await tested.scene()
    const { world } = scene
    const fail = async () => Promise.reject(new Error('Away'))
    const requests = world.requestsOn(world.another({ store: alteredStore(world.store, { read: fail, scan: fail }) }))
    const emitted = await eventsOf(world, () => tested.call(requests, scene))
    expect(emitted.map(({ type, details }) => [type, details])).toEqual([
      ['call.failed', { call: tested.verb, code: 'TAP_PORT_FAILED' }],
    ])
  })

  it('or fails if the event cannot be recorded', async () => {
    let isFull = false
    const scene = await tested.scene({
      events: () => {
        if (isFull) throw new Error('The log is full')
      },
    })
    isFull = true
    await expect(tested.call(scene.world.requests, scene)).rejects.toMatchObject({
      code: 'TAP_PORT_FAILED',
      port: 'events',
    })
  })
})

function takes(name: string, field: string): boolean {
  if (field === 'user') return name === 'submit'
  return field === 'view' ? name === 'list' : true
}
