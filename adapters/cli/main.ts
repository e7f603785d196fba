#!/usr/bin/env node
import { exitCodes } from './exit-codes.js'
import { runProgram } from './program.js'
import type { Output } from './terminal.js'

// The only file of the command line that knows the process.
let stopping: AbortController | undefined

const exitCode = await runProgram(
  {
    env: process.env,
    folder: process.cwd(),
    input: process.stdin,
    output: outputTo(process.stdout),
    errors: outputTo(process.stderr),
    stopping: stopGently,
    now: () => Date.now(),
  },
  process.argv.slice(2),
)
// All was written and awaited; a pool that the configuration left open does not keep the process.
process.exit(exitCode)

/** The first signal asks, the second ends the process. */
function stopGently(): AbortSignal {
  if (stopping) return stopping.signal
  const asked = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => asked.abort())
  stopping = asked
  return asked.signal
}

function outputTo(stream: NodeJS.WriteStream): Output {
  // Whoever reads it may go, as `head` does: then there is nobody left to work for.
  stream.on('error', () => (stopping ? stopping.abort() : process.exit(exitCodes.done)))
  return {
    isTerminal: stream.isTTY === true,
    width: stream.columns ?? 100,
    stream,
    write: (text) => new Promise((resolve) => void stream.write(text, () => resolve())),
  }
}
