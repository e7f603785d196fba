/** What an actor can do. A permission is the name of the verb it opens. */
export type Verb =
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
