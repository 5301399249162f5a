// The pages about an account that every system shows: sign-in, a lost password, a new password. What differs (addresses, texts, what a
// login is) each system gives as data.
export type { AccountPages, LoginForm } from './account-pages.tsx'
export { NewPassword, PresentPassword } from './fields.tsx'
export { nameSignInPages, type NameSignIn } from './name-login.tsx'
export { PasswordForm, postNewPassword } from './new-password.tsx'
export { CodeField } from './by-code.tsx'
export { oneTimeSignInPages, type OneTimeTexts } from './one-time-sign-in.tsx'
export { resetPages, type ResetTexts } from './reset.tsx'
export { SecurityLink, securityPages, type SecurityPages } from './security.tsx'
export { SignInBy, type SignInWay } from './sign-in-by.tsx'
export { signInPages, type SignIn } from './sign-in.tsx'
