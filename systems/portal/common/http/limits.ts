import { rateLimit } from '@ruqsat/web'

// Doors of the portal that cost more than a page. Their numbers are settings (`RATES` of support/installation).

export const SIGN_IN_LIMIT = rateLimit('sign-in')
export const REGISTRATION_LIMIT = rateLimit('registration')
export const RESET_LIMIT = rateLimit('reset')
export const VERIFY_LIMIT = rateLimit('verify')
export const VERIFY_FILE_LIMIT = rateLimit('verify-file')
export const EXPORT_LIMIT = rateLimit('export')
export const PACKAGE_LIMIT = rateLimit('package')
export const DIAGRAM_PDF_LIMIT = rateLimit('diagram')
