import type { Profile } from './draw-plan.js'

const storePorts = ['store.read', 'store.compareAndSet']
const allPorts = [
  ...storePorts,
  'store.scan',
  'store.sweep',
  'directory.findUser',
  'keys.get',
  'events.tell',
  'notifier.notify',
  'notifier.notifyReviewer',
  'deliverer.deliver',
  'prover.document',
  'prover.liveness',
  'clock.now',
  'randomBytes.draw',
]

/** Sign-ins with few faults: it is about races and budgets. */
const signIn: Profile = {
  weights: { signIn: 3, 'wrong code': 8, 'grants.verify': 1, 'passes.create': 0.3 },
  stepsPerUser: 20,
  ports: storePorts,
  killing: 0.2,
  stalling: 0.1,
  maxLagMs: 20,
  hasRequests: false,
}

/** Registrations, deletions and what is asked again, on a store that shows what it does not keep. */
const registration: Profile = {
  weights: {
    signIn: 5,
    'earlier code': 1,
    'registrations.complete': 5,
    'passes.delete cascade': 1,
    'passes.delete': 1,
    'passes.create': 1,
    'registrations.list': 1,
    repudiate: 1,
  },
  stepsPerUser: 16,
  ports: [...storePorts, 'events.tell'],
  killing: 0.3,
  stalling: 0.3,
  maxLagMs: 200,
  hasRequests: false,
}

/** Every verb, and faults at every port. */
const everything: Profile = {
  weights: {
    signIn: 6,
    'wrong code': 5,
    'earlier code': 1,
    'grants.verify': 1,
    'registrations.complete': 3,
    repudiate: 0.4,
    isPassOffered: 0.5,
    'passes.create': 1,
    'passes.create delivered': 0.5,
    'passes.get': 0.5,
    'passes.list': 0.2,
    'passes.delete': 0.5,
    'passes.delete cascade': 0.5,
    'passes.createMany': 0.4,
    'registrations.list': 0.3,
    'users.explain': 0.3,
    'users.unlock': 0.3,
    'users.forget': 0.15,
    'policy.update disabled': 0.1,
    'policy.update enabled': 0.1,
    'policy.reset': 0.05,
    'policy.get': 0.2,
    'maintenance.sweep': 0.2,
    'maintenance.reseal': 0.2,
    'maintenance.sendNotices': 0.5,
  },
  stepsPerUser: 24,
  ports: allPorts,
  killing: 0.4,
  stalling: 0.3,
  maxLagMs: 200,
  hasRequests: true,
}

export const profiles = { signIn, registration, everything }

export type ProfileName = keyof typeof profiles
