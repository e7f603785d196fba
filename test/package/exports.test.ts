import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { rootPath } from '../support/packages.js'

// By hand: a name that comes or goes is a decision, and a major or minor version.
const surface: Readonly<Record<string, { readonly values: readonly string[]; readonly types: readonly string[] }>> = {
  '.': {
    values: [
      'ApprovalRequiredError',
      'BusyError',
      'ConflictError',
      'IllegalMoveError',
      'InvalidInputError',
      'NotAuthorizedError',
      'PassNotFoundError',
      'PolicyViolationError',
      'PortFailedError',
      'RateLimitedError',
      'RequestNotFoundError',
      'StepUpRequiredError',
      'TamperedError',
      'TapError',
      'UserNotFoundError',
      'authorizeByEntraRoles',
      'channelLimits',
      'codeEntropyInBits',
      'createTap',
      'entraPolicy',
      'isTapError',
      'nestedPolicyBounds',
      'nistPolicy',
      'policyBounds',
      'revealRefusal',
      'reviewPolicy',
      'stepUpChallenge',
      'surfaceRules',
    ],
    types: [
      'AccessQuestion',
      'Actor',
      'ActorAuthentication',
      'Address',
      'Advice',
      'AllowedAction',
      'AlphabetName',
      'AnyTapError',
      'AssuranceLevel',
      'Authorize',
      'Call',
      'CallContext',
      'ChannelLimit',
      'Clock',
      'CompleteRegistrationInput',
      'CreatePassInput',
      'Credential',
      'Cryptography',
      'DecoyReason',
      'DeletePassInput',
      'DeletedPass',
      'DeliverPassInput',
      'Deliverer',
      'DeliveryChannel',
      'Directory',
      'DirectoryUser',
      'DualControlTarget',
      'EventDetails',
      'EventSink',
      'Explanation',
      'GrantPurpose',
      'GrantRefusalReason',
      'GrantResult',
      'GrantVerbs',
      'HashingOptions',
      'InputIssueCode',
      'IsPassOfferedInput',
      'Issue',
      'IssuedPass',
      'IssuingRules',
      'Key',
      'KeyProvider',
      'ListInput',
      'MaintenanceVerbs',
      'MethodUsabilityReason',
      'NestedNumericPolicyField',
      'Notice',
      'NoticeKind',
      'NoticeProgress',
      'Notifier',
      'NumericPolicyField',
      'Page',
      'Parcel',
      'Pass',
      'PassInput',
      'PassOffer',
      'PassVerbs',
      'Policy',
      'PolicyBound',
      'PolicyFinding',
      'PolicyIssueCode',
      'PolicyPatch',
      'PolicyVerbs',
      'PortName',
      'ProverName',
      'PublicVerb',
      'RandomBytes',
      'RegistrableCredentials',
      'Registration',
      'RegistrationResult',
      'RegistrationVerbs',
      'RepudiateInput',
      'RepudiateResult',
      'RepudiationRefusalReason',
      'RequestMove',
      'RequestPublicVerb',
      'RequestRefusalReason',
      'RequestState',
      'RequestVerb',
      'RequestView',
      'RequiredAction',
      'ResealProgress',
      'Role',
      'ScanPage',
      'ScannedPage',
      'ServiceActor',
      'SignIn',
      'SignInInput',
      'SignInRefusal',
      'SignInRefusalReason',
      'SignInResult',
      'SignInSuccess',
      'StepUpInput',
      'Store',
      'StoreEntry',
      'StoreKey',
      'StoredDocument',
      'Surface',
      'SurfaceRule',
      'SurfaceRules',
      'Tap',
      'TapErrorCode',
      'TapEvent',
      'TapEventOf',
      'TapOptions',
      'TapPublicVerb',
      'TapVerb',
      'Target',
      'UnlockInput',
      'Unreadable',
      'UpdatePolicyInput',
      'Usability',
      'UserActor',
      'UserInput',
      'UserVerbs',
      'Verb',
      'VerifyGrantInput',
    ],
  },
  './memory': { values: ['memoryDirectory', 'memoryStore'], types: ['MemoryUser'] },
  './sqlite': {
    values: ['sqliteStore'],
    types: ['SqlStore', 'SqliteDatabase', 'SqliteStatement', 'SqliteStoreOptions', 'Wait'],
  },
  './contract': { values: ['storeContract'], types: ['StoreContractCase', 'StoreContractSetup'] },
  './http': { values: ['createSignInHandler', 'errorResponse'], types: ['SignInHandlerOptions'] },
  './requests': {
    values: ['createRequests', 'defaultRequestRules', 'requestRuleBounds'],
    types: [
      'AcceptedEvidence',
      'Challenge',
      'CollectResult',
      'DecideInput',
      'EditInput',
      'Evidence',
      'HeldInput',
      'ListRequestsInput',
      'MaintainInput',
      'Mover',
      'OpenInput',
      'PassRequest',
      'Proof',
      'ProveInput',
      'Prover',
      'ProverName',
      'Provers',
      'RequestAccepted',
      'RequestApproval',
      'RequestMove',
      'RequestMoved',
      'RequestProgress',
      'RequestProof',
      'RequestRefusalReason',
      'RequestRefused',
      'RequestResult',
      'RequestRuleBound',
      'RequestRules',
      'RequestState',
      'RequestView',
      'Requests',
      'RequestsOptions',
      'ReviewInput',
      'ReviewNotice',
      'ReviewNotifier',
      'ReviewerRule',
      'SubmitInput',
      'SubmitResult',
    ],
  },
  './express': { values: ['toExpress'], types: ['ExpressHandler', 'ExpressRequest', 'ExpressResponse'] },
}

const declarations = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  typeof target === 'string' ? [] : [{ entry, path: join(rootPath, target.types) }],
)
const program = ts.createProgram(
  declarations.map(({ path }) => path),
  { moduleResolution: ts.ModuleResolutionKind.NodeNext, module: ts.ModuleKind.NodeNext, types: [] },
)

describe('the package', () => {
  it('has these entries, and its own package.json', () => {
    expect(Object.keys(manifest.exports)).toEqual([...Object.keys(surface), './package.json'])
  })

  for (const { entry, path } of declarations) {
    it(`exports exactly these values from ${entry}`, async () => {
      const loaded: object = await import(join('temporary-access-pass', entry))
      expect(Object.keys(loaded).sort()).toEqual(surface[entry]?.values)
    })

    it(`declares exactly these names in ${entry}`, () => {
      const { values = [], types = [] } = surface[entry] ?? {}
      expect(declaredIn(path)).toEqual([...values, ...types].sort())
    })
  }
})

function declaredIn(path: string): readonly string[] {
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(path)
  const symbol = file && checker.getSymbolAtLocation(file)
  if (symbol === undefined) throw new Error(`${path} is not a module`)
  return checker
    .getExportsOfModule(symbol)
    .map(({ name }) => name)
    .sort()
}
