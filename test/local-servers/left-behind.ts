// Without this, a worker whose main process was killed would go on and keep its servers.
process.once('disconnect', () => process.exit())

/** Calls `clean` when this process ends, also when the test run was cut short. */
export function onProcessEnd(clean: () => void): void {
  process.once('exit', clean)
}
