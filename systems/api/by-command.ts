// What an administrator does from the command line with clients and their web hooks.
export * from './clients/by-command.ts'
export * from './hooks/by-command.ts'
