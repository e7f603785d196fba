import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Express } from 'express'
import express from 'express'
import session from 'express-session'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import type { Clock, TapEventOf } from 'temporary-access-pass'
import { createActivity } from './activity.js'
import { createApiTokens } from './api-tokens.js'
import { openDatabase } from './database.js'
import { createUsers } from './directory.js'
import { failed, notFound } from './failures.js'
import { createDeliverer, createNotifier } from './mails.js'
import { createOnboardingLists } from './onboarding-lists.js'
import { organisation } from './organisation.js'
import { createOutbox } from './outbox.js'
import type { Parts } from './parts.js'
import type { Passkeys } from './passkey-store.js'
import { createPasskeys } from './passkey-store.js'
import { createPasskeyCeremonies } from './passkeys.js'
import { headers, redirectToOrigin, sameOrigin, signInLimiter } from './protection.js'
import { simulatedIdentityCheck } from './provers.js'
import { openRequests } from './requests.js'
import { createReviewNotifier } from './review-mails.js'
import { sessionSecret } from './root-key.js'
import { accountRoutes } from './routes/account.js'
import { activityRoutes } from './routes/activity.js'
import { apiAccessRoutes } from './routes/api-access.js'
import { deviceRoutes } from './routes/devices.js'
import { graphApi } from './routes/graph.js'
import { mailboxRoutes } from './routes/mailbox.js'
import { notMeRoutes } from './routes/not-me.js'
import { onboardingRoutes } from './routes/onboarding.js'
import { passRoutes } from './routes/pass.js'
import { peopleRoutes } from './routes/people.js'
import { policyRoutes } from './routes/policy.js'
import { requestRoutes } from './routes/request.js'
import { requestsRoutes } from './routes/requests.js'
import { reviewRoutes } from './routes/reviews.js'
import { secondPersonRoutes } from './routes/second-person.js'
import { homeRoute, securityInfoRoutes } from './routes/security-info.js'
import { acceptRepeatedSubmit, signInRoutes } from './routes/sign-in.js'
import { stepUpRoutes } from './routes/step-up.js'
import { seedOnce } from './seed.js'
import { requirePasskey, requireVisitor } from './session.js'
import { SqliteSessionStore } from './session-store.js'
import { openStore } from './store.js'
import { openTap } from './tap.js'

/** The settings of the identity provider. */
export interface AppOptions {
  readonly databaseFile: string
  /** The database of the passes. Default: the file above. */
  readonly databaseUrl?: string | undefined
  readonly rootKey: string
  /** The address in the browser, such as `http://localhost:3000`. Passkeys are bound to its host name. */
  readonly origin: string
  readonly clock: Clock
  readonly logger: Logger
  /** Sign-in attempts per minute from one IP address. */
  readonly signInsPerMinute: number
  /** The proxies whose headers give the address and scheme of a browser: see Express’s `trust proxy`. */
  readonly trustProxy?: string | undefined
}

/** The application and its parts. */
export interface App extends Parts {
  readonly express: Express
  /** Whether this start has created the organisation. */
  readonly isNew: boolean
  close(): Promise<void>
}

export async function createApp(options: AppOptions): Promise<App> {
  const { origin, clock } = options
  const database = openDatabase(options.databaseFile)
  const users = createUsers(database, organisation.domain)
  const isNew = seedOnce(database, users)
  const activity = createActivity(database)
  const outbox = createOutbox()
  const passkeyStore = createPasskeys(database)
  const sessions = new SqliteSessionStore(database, clock)
  const opened = await openStore(options.databaseUrl ?? `sqlite:${options.databaseFile}`)
  const tap = openTap({
    store: opened.store,
    directory: users,
    rootKey: options.rootKey,
    clock,
    events(event) {
      activity.record(event)
      if (event.type === 'pass.deleted') removePasskeys(event, passkeyStore)
      sessions.endAffected(event)
    },
    notifier: createNotifier(outbox, origin),
    deliverer: createDeliverer(outbox, origin, clock),
  })
  const passkeys = createPasskeyCeremonies(passkeyStore, origin, clock)
  const tokens = createApiTokens(database)
  const identityCheck = simulatedIdentityCheck()
  const requests = openRequests(tap, identityCheck.provers, createReviewNotifier(outbox, users, origin, clock))
  const parts: Parts = {
    tap,
    requests,
    identityCheck,
    users,
    passkeys,
    sessions,
    activity,
    outbox,
    onboarding: createOnboardingLists(database),
    tokens,
    clock,
    origin,
  }
  return {
    ...parts,
    express: createExpressApp(parts, sessions, options),
    isNew,
    async close() {
      await opened.close()
      database.close()
    },
  }
}

/** Removes the passkeys that a deletion of a pass includes. */
function removePasskeys({ userId, details }: TapEventOf<'pass.deleted'>, passkeys: Passkeys): void {
  for (const { credential } of details.registrations) if (userId !== undefined) passkeys.remove(userId, credential.id)
}

/** The order matters: each handler relies on those before it. */
function createExpressApp(parts: Parts, sessions: SqliteSessionStore, options: AppOptions): Express {
  const { origin } = parts
  const app = express()
  app.disable('x-powered-by')
  app.set('clock', parts.clock)
  if (options.trustProxy !== undefined) app.set('trust proxy', options.trustProxy)

  app.use(headers(origin))
  app.use(redirectToOrigin(origin))
  app.use('/public', express.static(fileURLToPath(new URL('../public', import.meta.url)), assets))
  app.use('/public/pico', express.static(folderOf('@picocss/pico/css/pico.classless.jade.min.css'), assets))
  app.use('/public/webauthn', express.static(join(folderOf('@simplewebauthn/browser'), '../dist/bundle'), assets))

  app.use(pinoHttp({ logger: options.logger, genReqId: () => randomUUID(), redact, serializers }))
  app.use('/graph', graphApi(parts))
  app.use(session(sessionOptions(sessions, options)))
  app.use(express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 200 }))
  app.use(express.json({ limit: '64kb' }))
  app.post('/sign-in', acceptRepeatedSubmit)
  app.use(sameOrigin(origin))

  app.post(
    ['/sign-in', '/sign-in/passkey', '/not-me', '/devices', /^\/request(\/|$)/],
    signInLimiter(options.signInsPerMinute),
  )
  app.use(signInRoutes(parts))
  app.use(notMeRoutes(parts))
  app.use(requestRoutes(parts))
  app.use(requireVisitor(parts))
  app.use(securityInfoRoutes(parts))
  app.use(requirePasskey)
  app.use(homeRoute(parts))
  app.use(stepUpRoutes(parts))
  app.use(peopleRoutes(parts))
  app.use(passRoutes(parts))
  app.use(accountRoutes(parts))
  app.use(onboardingRoutes(parts))
  app.use(secondPersonRoutes(parts))
  app.use(reviewRoutes(parts))
  app.use(requestsRoutes(parts))
  app.use(policyRoutes(parts))
  app.use(deviceRoutes(parts))
  app.use(mailboxRoutes(parts))
  app.use(apiAccessRoutes(parts))
  app.use(activityRoutes(parts))
  app.use(notFound)
  app.use(failed)
  return app
}

/** Removed from every log line. Bodies contain codes and are never logged. */
const redact = [
  'req.headers.cookie',
  'req.headers.authorization',
  'req.headers.referer',
  'req.headers["x-csrf-token"]',
  'res.headers["set-cookie"]',
]

/** Links in messages have a token in the query, so queries are not logged either. */
const serializers = {
  req: ({ url, query: _query, ...request }: { readonly url: string; readonly query?: unknown }) => {
    return { ...request, url: url.replace(/\?.*$/, '') }
  },
}

const assets = {
  index: false,
  setHeaders: (response: { setHeader(name: string, value: string): unknown }) => {
    response.setHeader('Cache-Control', 'no-cache')
  },
} as const

function sessionOptions(store: SqliteSessionStore, { rootKey, origin }: AppOptions): session.SessionOptions {
  const isHttps = origin.startsWith('https:')
  return {
    store,
    secret: sessionSecret(rootKey),
    name: isHttps ? '__Host-session' : 'session',
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: isHttps, path: '/' },
  }
}

/** Returns the folder of a file in a package. */
function folderOf(file: string): string {
  return dirname(createRequire(import.meta.url).resolve(file))
}
