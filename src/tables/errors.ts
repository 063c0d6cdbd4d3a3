/** The error table: every code that sestrail can show, what it means and what to do. `docs/errors.md` is made from it. */

/** One row of the error table. */
export interface ErrorRow {
  /** 1 failed · 2 usage or configuration · 3 finished, but something was unreadable or rejected · 0 a warning only. */
  readonly exit: 0 | 1 | 2 | 3;
  /** The exit codes, where they depend on more than the code. */
  readonly exits?: string;
  /** Begun again with nothing mended, it may end better. */
  readonly transient?: true;
  /** What it means, for the docs. */
  readonly means: string;
  /** What to do next: shown with the error, unless it says something more exact itself. */
  readonly todo: string;
}

export const ERRORS = {
  E_USAGE: { exit: 2, means: "Something in the command or its settings is wrong: an option, a value, a source or a destination.", todo: "See: sestrail --help" },
  E_CONFIG_FILE: { exit: 2, means: "The file named by --config cannot be read or understood.", todo: "It holds options by their long names, in YAML or JSON; see: sestrail help options" },
  E_SOURCE_MISSING: { exit: 2, means: "A path that was named does not exist.", todo: "Check the path, and quote globs." },
  E_SOURCE_KIND: { exit: 2, means: "What was named is a queue or a web address, which sestrail does not read itself, or a bucket that is to be followed.", todo: "Copy it first, then ship the copy: sestrail ship FOLDER" },
  E_NO_MATCH: { exit: 0, means: "A value of --account, --region or --action matches nothing that was read, or no action that is known.", todo: "Check how it is written. Actions that are known: sestrail actions" },
  E_WAITING: { exit: 0, transient: true, means: "A server does not answer yet. It is asked again until --wait is up.", todo: "Nothing, if it is starting; else check its address." },
  E_NO_LOGS: { exit: 0, means: "No files were found where logs were looked for.", todo: "Name the folder that holds AWSLogs/, or the files themselves." },
  E_AWS_CREDENTIALS: { exit: 1, means: "No credentials for AWS were found, or AWS does not accept those that were.", todo: "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; then try: aws sts get-caller-identity" },
  E_AWS_EXPIRED: { exit: 1, means: "The credentials for AWS have expired.", todo: "Get new ones, such as with: aws sso login. Then run the same command again." },
  E_AWS_CLOCK: { exit: 1, means: "AWS refuses requests, since the clock of this machine is wrong by more than 15 minutes.", todo: "Set the clock." },
  E_S3_BUCKET: { exit: 2, means: "A bucket that was named does not exist.", todo: "Check its name: aws cloudtrail describe-trails" },
  E_S3_REGION: { exit: 1, means: "A bucket is in another Region, and AWS did not say in which.", todo: "Set AWS_REGION to the Region of the bucket." },
  E_S3_LIST: { exit: 1, means: "A bucket could not be listed.", todo: "Allow the action s3:ListBucket on the bucket." },
  E_S3_UNREACHABLE: { exit: 1, transient: true, means: "S3 does not answer, or can't just now.", todo: "Check the network, and AWS_ENDPOINT_URL if it is set; then run the same command again." },
  E_S3_DENIED: { exit: 3, means: "An object of a bucket may not be read.", todo: "Allow the action s3:GetObject on it." },
  E_S3_KMS: { exit: 3, means: "An object is encrypted with a key that may not be used.", todo: "Allow the action kms:Decrypt on the key, in the policy of the key, too." },
  E_S3_ARCHIVED: { exit: 0, means: "Objects lie in an archive (Glacier): they can't be read before they are restored, which takes hours and costs money.", todo: "Restore them: aws s3api restore-object --bucket BUCKET --key KEY --restore-request Days=7 (or S3 Batch Operations for many), and run the same command again." },
  E_S3_GONE: { exit: 3, means: "An object went away between the list and the download: something deletes old objects.", todo: "Check the lifecycle rules of the bucket." },
  E_S3_CHANGED: { exit: 3, transient: true, means: "An object was replaced while it was being read.", todo: "Run the same command again: it is read anew." },
  E_S3_READ: { exit: 3, transient: true, means: "The download of an object broke off or stalled, again and again.", todo: "Run the same command again." },
  E_FILE_OPEN: { exit: 3, means: "A file could not be opened or read.", todo: "Check its rights and the disk, then run the same command again." },
  E_FILE_EMPTY: { exit: 3, transient: true, means: "A file holds nothing at all.", todo: "It may still be being written, or its download was cut: fetch it again and run again." },
  E_FILE_ZERO: { exit: 0, means: "A file of 0 bytes: a marker of a folder in a bucket, or an upload that failed.", todo: "Nothing, if it is a marker of a folder." },
  E_FILE_KIND: { exit: 3, means: "A file is of another kind than JSON or gzip: an archive, a table, another compression, a web page.", todo: "Unpack it, or export it as JSON." },
  E_GZIP_TRAILING: { exit: 0, means: "Something that is no gzip follows the end of a gzip stream: what was appended, or what pads a file.", todo: "Nothing, if that is known: all before it was read." },
  E_GZIP_TRUNCATED: { exit: 3, transient: true, means: "A gzip stream ends early.", todo: "It may still be being written, or its download was cut: fetch it again and run again." },
  E_GZIP_CORRUPT: { exit: 3, means: "A gzip stream is damaged: wrong checksum or broken data.", todo: "Fetch the file again and run again." },
  E_TOO_LARGE: { exit: 3, means: "A file unzips to more than --max-decompressed.", todo: "If it is genuine, raise --max-decompressed." },
  E_JSON_TRUNCATED: { exit: 3, transient: true, means: "A file ends in the middle of a record.", todo: "It may still be being written, or its download was cut: fetch it again and run again." },
  E_ELEMENT_INVALID: { exit: 3, means: "Where a record should be, there is something that is not valid JSON.", todo: "The others of the file were read. With --dead-letter it is kept." },
  E_ELEMENT_NOT_OBJECT: { exit: 3, means: "Where a record should be, there is JSON that is no object.", todo: "The others of the file were read. With --dead-letter it is kept." },
  E_ELEMENT_TOO_LARGE: { exit: 3, means: "A record is larger than --max-record.", todo: "If it is genuine, raise --max-record." },
  E_ELEMENT_TOO_DEEP: { exit: 3, means: "A record is nested deeper than --max-nesting.", todo: "If it is genuine, raise --max-nesting." },
  E_LETTER_INVALID: { exit: 3, means: "Where a dead letter should be, there is something else.", todo: "Name files that --dead-letter wrote; CloudTrail files are for sestrail ship." },
  E_LETTER_CUT: { exit: 3, means: "A dead letter holds only the beginning of a record, which was over a limit: it cannot be sent again.", todo: "Ship the file that it came from again, with a larger --max-record." },
  E_UNSHAPEABLE: { exit: 3, means: "A record was selected, but no event can be made of it.", todo: "With --dead-letter it is kept." },
  E_UNRECOGNISED: { exit: 0, means: "Something mentions a wanted source, but no record is found in it: no object, and no JSON in text, with eventName, eventTime and eventSource.", todo: "Look at that element. If it holds records, turn it into JSON with CloudTrail's own names." },
  E_NOT_CLOUDTRAIL: { exit: 0, means: "A file holds JSON, but not one CloudTrail record.", todo: "Check that the right files were named." },
  E_OUTPUT: { exit: 1, means: "The output file could not be written.", todo: "Check the folder, its rights and the disk." },
  E_OUTPUT_CLOSED: { exit: 0, transient: true, means: "The program that read the output has ended, such as `head` after its ten lines. What was not yet written is not marked as done.", todo: "If you wanted that, there is nothing to do." },
  E_ORDER: { exit: 0, means: "There are more events than fit into memory to be sorted: text and tsv are in order of time only so far.", todo: "Ask for less at once: --since, --until, --account, --writes-only." },
  E_DEAD_LETTER: { exit: 1, means: "The dead letter file could not be written.", todo: "Check the folder, its rights and the disk." },
  E_UNSETTLED: { exit: 1, transient: true, means: "A destination did not answer for events within --retry-for.", todo: "Run the same command again: what was delivered will not be doubled in Elasticsearch." },
  E_REJECTED: { exit: 3, means: "A destination refused an event for good.", todo: "Name --dead-letter to keep such events, mend the cause, then sestrail replay." },
  E_PROXY: { exit: 2, means: "The proxy that the environment names cannot be used.", todo: "Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY." },
  E_OTLP_AUTH: { exit: 1, means: "An OTLP endpoint refused the credentials.", todo: "Put credentials into OTEL_EXPORTER_OTLP_HEADERS, such as authorization=Bearer%20TOKEN, then sestrail check." },
  E_OTLP_ENDPOINT: { exit: 2, means: "The server at an OTLP address takes no logs there.", todo: "Check scheme, host, port and path; /v1/logs is appended to the address by itself." },
  E_OTLP_NOT_OTLP: { exit: 2, means: "The server at an OTLP address answers with success, but not in OTLP: it is a login page, a proxy, or another server.", todo: "Check the address, and whether a proxy or a login is between here and the collector." },
  E_OTLP_UNREACHABLE: { exit: 1, transient: true, means: "An OTLP endpoint cannot be connected to, and never answered in this run.", todo: "Check the address, and that the collector runs." },
  E_OTLP_TLS: { exit: 1, means: "No secure connection to an OTLP endpoint could be made.", todo: "Check the certificates, and whether the address should begin with http:// or https://." },
  E_OTLP_UNAVAILABLE: { exit: 1, transient: true, means: "An OTLP endpoint did not take a batch now; it may later.", todo: "Check the collector, then run the same command again." },
  E_OTLP_REJECTED: { exit: 3, means: "An OTLP endpoint refused an event for good.", todo: "Name --dead-letter to keep such events, mend the cause, then sestrail replay." },
  E_OTLP_PARTIAL: { exit: 3, means: "An OTLP endpoint took a part of a request and does not say which: all its events count as rejected.", todo: "Name --dead-letter to keep them, and look at the destination before a sestrail replay, which sends all of them again." },
  E_OTLP_WARNING: { exit: 0, means: "An OTLP endpoint took everything, with a warning.", todo: "Read the warning: it is the endpoint's own." },
  E_BALANCE: { exit: 1, means: "The counts of a run do not add up (a record is counted twice, or not at all): a fault in sestrail itself.", todo: "Please report it, with the summary." },
  E_ES_UNREACHABLE: { exit: 1, transient: true, means: "Elasticsearch does not answer, and has not answered before.", todo: "Check the address, that the server runs, and that nothing blocks the way." },
  E_ES_TLS: { exit: 1, means: "No safe connection to Elasticsearch: its certificate is not trusted, or TLS fails.", todo: "Name the authority: ELASTICSEARCH_CA_FILE or ELASTICSEARCH_CA_FINGERPRINT; and check http:// against https://." },
  E_ES_NOT_ELASTICSEARCH: { exit: 1, means: "Something answers at the address of Elasticsearch that is not Elasticsearch.", todo: "Check the address and the port; Kibana's is not Elasticsearch's." },
  E_ES_AUTH: { exit: 1, means: "Elasticsearch refuses the credentials, or none were given.", todo: "Set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD." },
  E_ES_RIGHTS: { exit: 1, means: "Elasticsearch accepts the credentials, but they do not allow to write.", todo: "See the rights that are needed: sestrail setup elasticsearch --print-role" },
  E_ES_CONFIG: { exit: 1, means: "Elasticsearch is set up so that it refuses every event: an unknown pipeline, no automatic creation, a wrong path.", todo: "Correct what its message names, then run the same command again." },
  E_ES_SETUP: { exit: 1, means: "The index template could not be installed, and the data stream does not exist.", todo: "Run it once with more rights: sestrail setup elasticsearch URL" },
  E_ES_TEMPLATE: { exit: 0, means: "The index template on the server is not the one this version would install.", todo: "Look at it with: sestrail check --to elasticsearch:URL" },
  E_ES_FALLBACK: { exit: 0, means: "The server does not have a feature that the index template uses; a simpler one was used.", todo: "There is nothing to do: searches and dashboards work without it." },
  E_ES_RECHECK: { exit: 0, means: "Older indices of the data stream could not be searched for events: events that are sent twice may be there twice.", todo: "Give the rights read, maintenance and view_index_metadata on the data stream." },
  E_STATUS_ADDRESS: { exit: 1, means: "The address of `--status` can't be listened on.", todo: "Name another address or port." },
  E_STATUS: { exit: 0, means: "A question to the address of `--status` could not be answered.", todo: "Nothing: the delivery goes on. Where it comes again and again, report it." },
  E_ES_RUN: { exit: 0, means: "The summary of the run could not be written to Elasticsearch.", todo: "The events are safe. Give the right create_doc on logs-sestrail.run-*." },
  E_KIBANA_UNREACHABLE: { exit: 1, transient: true, means: "Kibana does not answer.", todo: "Check the address and the port (Kibana's own, often 5601, not Elasticsearch's), and any proxy between." },
  E_KIBANA_TLS: { exit: 1, means: "No safe connection to Kibana: its certificate is not trusted, or TLS fails.", todo: "Name the authority that signed its certificate: KIBANA_CA_FILE." },
  E_KIBANA_NOT_KIBANA: { exit: 1, means: "Something answers at the address of Kibana that is not Kibana.", todo: "Check the address, with its base path if there is one." },
  E_KIBANA_STARTING: { exit: 1, transient: true, means: "Kibana did not become ready in time.", todo: "Look at Kibana's own log, and run it again when Kibana is up." },
  E_KIBANA_AUTH: { exit: 1, means: "Kibana refuses the credentials, or none were given.", todo: "Set KIBANA_API_KEY, or KIBANA_USERNAME and KIBANA_PASSWORD." },
  E_KIBANA_RIGHTS: { exit: 1, means: "Kibana accepts the credentials, but they do not allow to import.", todo: "Dashboards need the Kibana privilege \"Saved Objects Management: All\" in the space; rules need \"Security: All\"." },
  E_KIBANA_SPACE: { exit: 1, means: "The space does not exist, or may not be seen.", todo: "Make it in Kibana (Stack Management, Spaces), or name another with --space." },
  E_KIBANA_TOO_OLD: { exit: 1, means: "This Kibana is older than the boards' form.", todo: "The boards need Kibana 8.12 or later." },
  E_KIBANA_EXISTS: { exit: 1, means: "Some of the objects to import exist already.", todo: "Use --overwrite to replace them. It discards all changes that were made to them: clone first what you want to keep." },
  E_KIBANA_REFUSED: { exit: 1, means: "Kibana refused some of the objects.", todo: "If the reason is not clear, please report it with this message." },
  E_KIBANA_INCOMPLETE: { exit: 1, means: "Kibana reports success, but took fewer objects than were sent.", todo: "Look at them in Kibana, and run it again with --overwrite." },
  E_KIBANA_COPIED: { exit: 1, means: "Kibana gave objects new ids, since theirs are taken in another space: links between boards may lead there.", todo: "Delete the copies, and the objects of that id in the other space, and run it again." },
  E_KIBANA_NO_RULES: { exit: 0, means: "This Kibana has no detection engine: the rules were not imported.", todo: "If you do not use Elastic Security, there is nothing to do: the Security board shows the same signals." },
  E_INTERRUPTED: { exit: 1, exits: "130 or 143", transient: true, means: "The run was stopped by a signal.", todo: "Run the same command again." },
  E_CHECKPOINT: { exit: 1, means: "The checkpoint could not be read or written: what is done from then on could not be remembered.", todo: "Check the folder, its rights and the disk, then run the same command again: nothing is lost, files that were not written down as done are read again." },
  E_CHECKPOINT_DAMAGED: { exit: 1, means: "The file named by --checkpoint is no checkpoint, or is damaged. It was left as it is.", todo: "Name another file. Without the old one all files are read again, which Elasticsearch does not double with --recheck." },
  E_CHECKPOINT_IN_USE: { exit: 1, transient: true, means: "Another process works with the same checkpoint.", todo: "Wait until it ends, or name another checkpoint." },
  E_HEARTBEAT: { exit: 0, means: "The queue could not be told that a file or message is still being worked on: another program may begin it, too.", todo: "If it happens seldom, there is nothing to do: what is read twice is not doubled in Elasticsearch." },
  E_OUTPUT_PART: { exit: 0, means: "A run ended early: what it wrote is in a file beside the one that was named, which was not changed.", todo: "Run the same command again." },
  E_INTERNAL: { exit: 1, means: "A fault in sestrail itself.", todo: "Please report it, with the command and this message." },
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** A code of the table. */
export type ErrorCode = keyof typeof ERRORS;
