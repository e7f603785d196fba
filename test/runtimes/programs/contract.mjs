import { storeContract } from 'temporary-access-pass/contract'

/** Runs every case over one storage. Returns `'kept'` or the error for each. */
export async function runContract(open) {
  const outcomes = {}
  for (const { name, run } of storeContract) {
    outcomes[name] = await run({ open }).then(
      () => 'kept',
      (error) => String(error),
    )
  }
  return outcomes
}
