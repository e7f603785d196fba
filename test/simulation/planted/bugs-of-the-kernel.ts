import type { PlantedBugs } from './planted-bug.js'

const commit = 'src/kernel/commit.ts'
const nextStep = 'src/kernel/next-step.ts'
const ports = 'src/kernel/port-failure.ts'

/** What the shell around the decisions gets wrong. */
export const kernelBugs: PlantedBugs = {
  always: [
    {
      name: 'the result of the compare-and-set is thrown away',
      file: commit,
      find: 'if ((await send(deps, sent, step, write)) || write.isDecoy) {',
      replace: 'if ((await send(deps, sent, step, write)) || write.key) {',
      laws: ['usedOnce', 'guessBudget', 'noOkWithoutAWrite'],
    },
    {
      name: 'a result rests on a read alone',
      file: nextStep,
      find: 'if (!isChanging && !isSufficient) return { result, write: change.rewrite(state) ?? write }',
      replace: '',
      laws: ['noOkWithoutAWrite', 'deletedForGood'],
    },
    {
      name: 'an error of a port is thrown as it is',
      file: ports,
      find: 'if (isSettled) throw portFailure(port, operation, cause)',
      replace: 'throw cause',
      laws: ['typedFailures'],
    },
  ],
  nightly: [
    {
      name: 'a call that more writes overtake than a document remembers decides again',
      file: nextStep,
      find: 'if (sent.isAnyForgotten(commits)) throw busyAfter(sent)',
      replace: '',
      laws: ['deletedForGood', 'guessBudget'],
    },
    {
      name: 'a refusal does not wait for an earlier write of its call',
      file: nextStep,
      find: 'const isSufficient = sent.isEmpty() && (write ?? restsOnRead) !== undefined',
      replace: 'const isSufficient = (write ?? restsOnRead) !== undefined',
      laws: ['refusalSpendsNothing'],
    },
    {
      name: 'forgetting a user without a document writes nothing',
      file: 'src/verbs/users/forget.ts',
      find: 'write: writeEmptyUser(deps, state, user, commitId),',
      replace:
        "...(state.loadedUser.stored ? { write: writeEmptyUser(deps, state, user, commitId) } : { restsOnRead: 'refusal' as const }),",
      laws: ['forgottenForGood', 'noOkWithoutAWrite'],
    },
    {
      name: 'an own write that was read counts as acknowledged',
      file: nextStep,
      find: 'own.value)), write: change.rewrite(state) }',
      replace: 'own.value)) }',
      laws: ['noOkWithoutAWrite', 'usedOnce', 'deletedForGood'],
    },
    {
      name: 'a call waits for ever for a port that hangs',
      file: ports,
      find: 'return await timer.within(deadlineMs, async () => {',
      replace: 'return await (async (_: number, run: () => Promise<T>) => run())(deadlineMs, async () => {',
      laws: ['everyCallEnds'],
    },
    {
      name: 'a lock is never passed on',
      file: 'src/kernel/keyed-lock.ts',
      find: 'if (state.owner === lock) passOn(state)',
      replace: '',
      laws: ['bulkOnce', 'healsInTenSeconds'],
    },
    {
      name: 'a call is answered before its event is recorded',
      file: 'src/kernel/audited.ts',
      find: 'await emit(result.event)',
      replace: 'void emit(result.event).catch(() => undefined)',
      laws: ['oneEvent'],
    },
    {
      name: 'a notice counts as delivered although the notifier failed',
      file: 'src/kernel/notices.ts',
      find: 'await deps.ports.notify(await describeNotice(deps, user, notice))',
      replace: 'await deps.ports.notify(await describeNotice(deps, user, notice)).catch(() => undefined)',
      laws: ['noticesArrive'],
    },
    {
      name: 'the id of a pass is its code',
      file: 'src/kernel/issuing/new-code.ts',
      find: 'return { passId, text,',
      replace: 'return { passId: text, text,',
      laws: ['noSecretKept'],
    },
    {
      name: 'an approval is not used up',
      file: 'src/requests/model/transitions/collect.ts',
      find: "const change = { state: 'collected', passId, dueAtMs: undefined } as const",
      replace: "const change = { state: 'approved', passId, dueAtMs: undefined } as const",
      laws: ['approvedOnce'],
    },
    {
      name: 'the call with a reviewer counts as an approval',
      file: 'src/requests/model/transitions/review.ts',
      find: "{ state: 'inCall', call, dueAtMs }",
      replace:
        "{ state: 'approved', dueAtMs, approvals: [{ reviewer: call.reviewer, atMs: nowMs, justification: '', digest: call.digest }] }",
      laws: ['approvedByAnother'],
    },
    {
      name: 'a list forgets which rows it has issued',
      file: 'src/kernel/bulk/create-row.ts',
      find: 'isFirst ? isSettled(document, key) : isIssuedFor(document, key)',
      replace: 'isFirst ? false : isIssuedFor(document, key)',
      laws: ['bulkOnce'],
    },
  ],
}
