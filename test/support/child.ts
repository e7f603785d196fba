import type { ChildContext, ChildFunction, ToChild, ToParent } from './processes.js'

// Every `go` resolves the latest `arrive`.
const gate = { release: () => {} }

const context: ChildContext = {
  arrive: () =>
    new Promise((resolve) => {
      gate.release = resolve
      tell({ kind: 'arrived' })
    }),
}

// A pool of connections would keep this process alive after its parent.
process.once('disconnect', () => process.exit())

process.on('message', (message: ToChild) => {
  if (message.kind === 'go') return gate.release()
  const { id, url, name, argument } = message
  run(url, name, argument).then(
    (answer) => tell({ kind: 'answered', id, answer }),
    (error: unknown) => tell({ kind: 'failed', id, error }),
  )
})

async function run(url: string, name: string, argument: unknown): Promise<unknown> {
  const loaded = (await import(url)) as Readonly<Record<string, ChildFunction | undefined>>
  const task = loaded[name]
  if (task === undefined) throw new Error(`${url} exports no "${name}"`)
  return task(argument as never, context)
}

function tell(message: ToParent): void {
  process.send?.(message)
}
