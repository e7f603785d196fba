import { afterAll, expect, it } from 'vitest'
import { taskScheduler } from './tasks.js'

const { MessageChannel, setImmediate, setTimeout } = globalThis
const channel = new MessageChannel()
/** Shares one channel, so that the test can close it. */
const SharedChannel = class {
  port1 = channel.port1
  port2 = channel.port2
}
afterAll(() => channel.port1.close())

it.each([
  { name: 'setImmediate', host: { setImmediate, setTimeout } },
  { name: 'a message', host: { MessageChannel: SharedChannel, document: {}, setTimeout } },
  { name: 'a timer', host: { MessageChannel: SharedChannel, setTimeout } },
])('a task by $name runs after every promise that can settle', async ({ host }) => {
  const nextTask = taskScheduler(host)
  let settled = 0
  const chain = async (): Promise<void> => {
    while (settled < 1_000) settled += await Promise.resolve(1)
  }
  const seen = new Promise<number>((resolve) => nextTask(() => resolve(settled)))
  await chain()
  expect(await seen).toBe(1_000)
})
