/** The information systems that acts name, by their ids in the requirements. A package may use no other. */
export const SYSTEMS = [
  'IS-PORTAL',
  'IS-LICENSING',
  'IS-WORKSTATION',
  'IS-GATEWAY',
  'IS-REGIONAL',
  'IS-PAYMENT',
  'IS-LEGAL',
  'IS-PERSON',
  'IS-NOTARY',
  'IS-CENTRE',
  'IS-NCA',
  'IS-OTP',
  'IS-CONTACT',
] as const
export type SystemId = (typeof SYSTEMS)[number]
