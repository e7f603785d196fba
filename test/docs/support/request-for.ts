import type { Actor } from 'temporary-access-pass'
import type { Requests, SubmitInput } from 'temporary-access-pass/requests'

const callsAfterTheProof = ['startCall', 'get', 'list', 'approve', 'deny', 'collect', 'status']
const callsInTheCall = ['approve', 'deny', 'collect', 'status']
const callsAfterTheApproval = ['collect', 'status']

/** Submits a request, and takes it to the state that the calls of the example need. Returns its id. */
export async function requestFor(
  example: string,
  requests: Requests,
  input: SubmitInput,
  actor: Actor,
): Promise<string> {
  const submitted = await requests.submit(input)
  if (!submitted.ok) throw new Error(submitted.message)
  const { requestId } = submitted
  const { clientBinding } = input
  if (isNeededBy(callsAfterTheProof)) {
    await requests.prove({ requestId, clientBinding, prover: 'liveness', presented: 'a film' })
    await requests.prove({ requestId, clientBinding, prover: 'document', presented: 'a picture' })
  }
  if (isNeededBy(callsInTheCall)) await requests.startCall({ actor, requestId })
  if (isNeededBy(callsAfterTheApproval)) await requests.approve({ actor, requestId, justification: 'Known voice' })
  return requestId

  function isNeededBy(calls: readonly string[]): boolean {
    return calls.some((call) => example.includes(`requests.${call}(`))
  }
}
