// npx ruqsat tidy [--write]: checks the house's rules and whether generated files are up to date; --write makes the latter again, the schema
// texts too (they need a database, which is started for it).
import { endTestRun } from '@ruqsat/database/testing'
import { checkoutFolder } from '@ruqsat/installation'
import { staleFiles, writeGenerated, writeSchemas } from '../generated/generated.ts'
import { printFinding, tidy } from './tidy.ts'

const root = checkoutFolder()
if (process.argv.includes('--write')) {
  for (const path of [...(await writeGenerated(root)), ...(await writeSchemas(root))]) console.log(`written: ${path}`)
  await endTestRun()
}
const complaints = [...tidy(root).map(printFinding), ...(await staleFiles(root))]
for (const complaint of complaints) console.log(complaint)
console.log(complaints.length === 0 ? 'tidy' : `${complaints.length} to fix`)
process.exitCode = complaints.length === 0 ? 0 : 1
