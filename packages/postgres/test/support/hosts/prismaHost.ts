import { PrismaPg } from '@prisma/adapter-pg'
import { fromPrisma } from '../../../src/hosts/fromPrisma.ts'
import type { Host } from './Host.ts'
import { generatedPrisma } from './prismaClient.ts'

export const prismaHost: Host = {
  name: 'Prisma',
  endsHandles: true,
  survivesErrors: true,
  open: async (url) => {
    const folder = await generatedPrisma()
    const { PrismaClient } = await folder.client()
    const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) })
    return {
      transact: (work) =>
        prisma.$transaction((tx) =>
          work({
            transaction: fromPrisma(tx),
            order: async (id) => void (await tx.hostOrder.create({ data: { id } })),
          }),
        ),
      close: async () => {
        await prisma.$disconnect()
        await folder.remove()
      },
    }
  },
}
