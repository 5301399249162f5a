/** 50 MiB in all and 10 MiB each, so that an old phone's upload ends; more files than any service asks for, so that nobody sends a thousand. */
export const ATTACHMENTS_TOTAL_BYTES = 50 * 1024 * 1024
export const ATTACHMENT_BYTES = 10 * 1024 * 1024
export const MAX_ATTACHMENTS = 40
