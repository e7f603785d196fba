import { setTimeout } from 'node:timers/promises'

/** The functions of the application that an example can call. */
interface Calls {
  /** Wraps the function with this name. */
  call<Parameters extends unknown[], Result>(
    name: string,
    run: (...parameters: Parameters) => Result,
  ): (...parameters: Parameters) => Result
  /** @throws `Error` if a function that the example names was never called: then part of the example did not run. */
  checkCalls(): Promise<void>
}

export function createCalls(example: string): Calls {
  const expected = new Set<string>()
  return {
    call(name, run) {
      if (new RegExp(`(?<![.\\w])${name.replace('.', '[.]')}\\(`).test(example)) expected.add(name)
      return (...parameters) => {
        expected.delete(name)
        return run(...parameters)
      }
    },
    async checkCalls() {
      await turns(() => expected.size === 0)
      if (expected.size > 0) throw new Error(`The example never called ${[...expected].join(', ')}`)
    },
  }
}

/** Waits until the condition holds, for a bounded number of turns of the event loop: notices come after their call. */
export async function turns(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !isSo(); turn += 1) await setTimeout(0)
}
