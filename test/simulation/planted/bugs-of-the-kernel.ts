import type { PlantedBugs } from './planted-bug.js'

const commit = 'src/kernel/commit.ts'
const nextStep = 'src/kernel/next-step.ts'
const ports = 'src/kernel/guarded-ports.ts'

/** What the shell around the decisions gets wrong. */
export const kernelBugs: PlantedBugs = {
  always: [
    {
      name: 'the result of the compare-and-set is thrown away',
      file: commit,
      find: 'if ((await send(write, step.commitId)) || write.isDecoy) {',
      replace: 'if ((await send(write, step.commitId)) || write.key) {',
      laws: ['usedOnce', 'guessBudget', 'noOkWithoutAWrite'],
    },
    {
      name: 'a result rests on a read alone',
      file: nextStep,
      find: 'if (!isChanging && !isSufficient) return { result, write: change.carryForward(state) ?? write }',
      replace: '',
      laws: ['noOkWithoutAWrite', 'deletedForGood'],
    },
    {
      name: 'an error of a port is thrown as it is',
      file: ports,
      find: 'throw new PortFailedError(port, operation, cause)',
      replace: 'throw cause',
      laws: ['typedFailures'],
    },
  ],
  nightly: [
    {
      name: 'an own write that was read counts as acknowledged',
      file: nextStep,
      find: 'own.value)), write: change.carryForward(state) }',
      replace: 'own.value)) }',
      laws: ['noOkWithoutAWrite', 'usedOnce', 'deletedForGood'],
    },
    {
      name: 'more writes than a document remembers are ignored',
      file: nextStep,
      find: 'if (sent.isAnyForgotten(commits)) throw busyAfter(sent)',
      replace: '',
      laws: ['guessBudget', 'deletedForGood', 'replacedForGood', 'forgottenForGood'],
    },
    {
      name: 'a call waits for ever for a port that hangs',
      file: ports,
      find: 'return await timer.within(portDeadlineMs, work)',
      replace: 'return await work()',
      laws: ['everyCallEnds'],
    },
    {
      name: 'a lock is never passed on',
      file: 'src/kernel/keyed-lock.ts',
      find: 'if (state.owner === lock) passOn(state)',
      replace: '',
      laws: ['healsInTenSeconds', 'everyCallEnds'],
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
      name: 'a request needs no approval',
      file: 'src/requests/model/transitions/collect.ts',
      find: 'if (!isProved && validApprovals(current) < approvalsNeeded) {',
      replace: 'if (approvalsNeeded < 0) {',
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
