// Read a Parquet file with hyparquet and print its rows as JSON lines. Exit 77 when hyparquet is not installed.
let reader, codecs
try {
  reader = await import('hyparquet')
  codecs = await import('hyparquet-compressors')
} catch { process.exit(77) }
const { asyncBufferFromFile, parquetReadObjects } = await import('hyparquet/src/node.js').then(m => ({ ...reader, ...m }), () => reader)
const file = await asyncBufferFromFile(process.argv[2])
for (const row of await parquetReadObjects({ file, compressors: codecs.compressors }))
  console.log(JSON.stringify(row, (k, v) => typeof v === 'bigint' ? Number(v) : v))
