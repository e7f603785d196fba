#!/usr/bin/env node
import { fstatSync } from 'node:fs'
import { exitCodes } from './exit-codes.js'
import { runProgram } from './program.js'
import type { Output } from './terminal.js'

// No other file of the command line uses `process`.
let stopping: AbortController | undefined

const exitCode = await runProgram(
  {
    env: process.env,
    folder: process.cwd(),
    input: process.stdin,
    isInputFile: isFile(process.stdin.fd),
    output: outputTo(process.stdout),
    errors: outputTo(process.stderr),
    stopping: stopGently,
    now: () => Date.now(),
  },
  process.argv.slice(2),
)
// Ends the process even if the configuration left a pool open. All output was awaited.
process.exit(exitCode)

/** The first signal stops the command after the current rows. The second ends the process. */
function stopGently(): AbortSignal {
  if (stopping) return stopping.signal
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort())
  stopping = controller
  return controller.signal
}

/** A process may be started without an input. */
function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile()
  } catch {
    return false
  }
}

function outputTo(stream: NodeJS.WriteStream): Output {
  // The reader of a pipe may close it early, as `head` does.
  stream.on('error', () => (stopping ? stopping.abort() : process.exit(exitCodes.done)))
  return {
    isTerminal: stream.isTTY === true,
    width: stream.columns ?? 100,
    stream,
    write: (text) => new Promise((resolve) => void stream.write(text, () => resolve())),
  }
}
