// How often people may ask, by kind: the only home of these numbers. Pure data, so that the installation's settings can be made from it.

const MINUTE_MS = 60_000

type Kind = { readonly max: number; readonly windowMs: number; readonly meaning: string }
const kind = (max: number, meaning: string, windowMs = MINUTE_MS): Kind => ({ max, windowMs, meaning })

/**
 * Who is signed in is counted by account, everybody else by address, of IPv6 by its /64. An office of three hundred behind one address is
 * not stopped by these; guessing of passwords is stopped by the account's own lock-out, these bound what an address may cost.
 */
export const RATES = {
  person: kind(600, 'Requests a minute of one person who is signed in, wherever no other limit of these counts.'),
  address: kind(3_000, 'Requests a minute of all people behind one address who are not signed in, pages that do not exist included.'),
  'sign-in': kind(120, 'Attempts a minute of one address to sign in. An account has a lock-out of its own.'),
  registration: kind(60, 'Steps a minute of one address towards a new account; each asks the revocation service and two registers.'),
  reset: kind(30, 'Attempts a minute of one address to set a new password; each may send an SMS.'),
  verify: kind(60, 'Licence numbers a minute that one address or person may look up: nobody copies the register number by number.'),
  'verify-file': kind(20, 'Files a minute that one address or person may have checked; a large one costs seconds of a processor.'),
  export: kind(5, 'Times a minute that one person may take out everything that they have with us.'),
  package: kind(30, 'Signed requests a minute that one person may download; with attachments each may have some 50 MB.'),
  diagram: kind(120, 'Diagrams a minute that are set on paper for one address; a whole act has about thirty.'),
  caller: kind(20, 'Requests a minute that one operator of the contact centre may look up for callers.'),
  client: kind(300, 'Calls a minute of one program of others at the machine’s door; of one address where it shows no token.'),
  authority: kind(
    1_200,
    'Questions a minute of one address that the sandbox’s certification authority signs an answer to: OCSP and time stamps, those of the house itself among them.',
  ),
  gateway: kind(600, 'Messages a minute of one address at the gateway’s door; each costs the check of a signature.'),
  callback: kind(600, 'Reports a minute of one address that says it is a bank, and questions to the sandbox’s banks.'),
  payment: kind(60, 'Times a minute that one person may press a button of a payment.'),
  kept: kind(30, 'Forms an hour of people at one address whose session has ended that are kept until they sign in again.', 60 * MINUTE_MS),
  typed: kind(
    300,
    'Half-filled forms an hour of people at one address who are not signed in that are kept when they change the language or leave by a link.',
    60 * MINUTE_MS,
  ),
} as const satisfies Readonly<Record<string, Kind>>

export type RateKind = keyof typeof RATES
export type Rates = { readonly [Name in RateKind]: number }

export const USUAL_RATES = Object.fromEntries(Object.entries(RATES).map(([name, { max }]) => [name, max])) as Rates
