/** What an actor can do. A permission is the name of the verb it opens. */
export type Verb = TapVerb | RequestVerb

/** The verbs of {@link Tap}. */
export type TapVerb =
  | 'policy.get'
  | 'policy.update'
  | 'policy.reset'
  | 'passes.create'
  | 'passes.get'
  | 'passes.list'
  | 'passes.delete'
  | 'registrations.list'
  | 'explain'
  | 'unlock'
  | 'users.forget'

/**
 * The verbs of self-service requests. `requests.review` is also what a reviewer's call, yes and no are asked for;
 * `requests.open` is opening one for somebody else.
 */
export type RequestVerb = 'requests.open' | 'requests.review' | 'requests.list'
