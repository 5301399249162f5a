// Work in the background: the one loop, and work that waits in a room's own table.
export { type BackOff, pauseAfter } from './back-off.ts'
export { type DueClaim, type DueWork, type Failure, forEachClaimed, type Lease, runDue } from './due.ts'
export { type Job, type Jobs, openJobs, type Report, reportTo } from './loop.ts'
