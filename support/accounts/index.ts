// Who signs in: accounts with passwords, lock-out, sessions and a way back to a lost password.
// What an account may do is the using room's affair; it keeps that in `attributes` or in its own tables.
export { openAccounts } from './accounts.ts'
export { openAccountsOfRoom, type AccountsDeps } from './of-room.ts'
export { accountMigrations, migrateAccounts } from './store/account-rows.ts'
export { passwordFaults, PASSWORD_MIN_LENGTH } from './core/password-rules.ts'
export { endSession, sessionPlugin, signOutEverywhere, startSession, takeReturnPath, type SessionPluginOptions } from './session-plugin.ts'
export { guardScope, toSignIn } from './guard.ts'
export { refuseAccount } from './refusals.ts'
export type { PasswordCost } from './passwords.ts'
export { ONE_TIME_VALID_MINUTES } from './one-time.ts'
export type {
  Account,
  Accounts,
  AccountsOptions,
  AccountNotice,
  Channel,
  CodeMessage,
  NewAccount,
  OneTimeEvent,
  OneTimePasswords,
  PhoneProof,
  PreparedAccount,
  ResetStart,
} from './types.ts'
