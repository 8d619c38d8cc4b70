import { postgresContract } from '../support/contract.ts'

postgresContract('reading')
