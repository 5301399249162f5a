// npx ruqsat tidy [--write]: checks the house's rules and whether generated files are up to date; --write makes the latter again.
import { checkoutFolder } from '@ruqsat/installation'
import { staleFiles, writeGenerated } from '../generated/generated.ts'
import { printFinding, tidy } from './tidy.ts'

const root = checkoutFolder()
if (process.argv.includes('--write')) for (const path of await writeGenerated(root)) console.log(`written: ${path}`)
const complaints = [...tidy(root).map(printFinding), ...(await staleFiles(root))]
for (const complaint of complaints) console.log(complaint)
console.log(complaints.length === 0 ? 'tidy' : `${complaints.length} to mend`)
process.exitCode = complaints.length === 0 ? 0 : 1
