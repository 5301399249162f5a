// npx ruqsat <noun> <verb>: a command on the terminal of a person.
import { EXIT } from './commands/command.ts'
import { runWords } from './commands/run.ts'

// `ruqsat … | head` closes the pipe early: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(EXIT.done)
})

process.exitCode = await runWords(process.argv.slice(2), {
  environment: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
})
