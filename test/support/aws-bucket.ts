/** Buckets of the test's own at the AWS endpoint of the environment. */
import { randomUUID } from "node:crypto";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

/** A fresh bucket. */
export interface AwsBucket {
  readonly name: string;
  /** What a program needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  put(
    key: string,
    body: string | Uint8Array,
    metadata?: Readonly<Record<string, string>>,
  ): Promise<void>;
}

/** Makes a bucket at an endpoint that takes any credentials. */
export async function freshBucket(endpoint: string): Promise<AwsBucket> {
  const name = `sestrail-${randomUUID()}`;
  const credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
  const client = new S3Client({ endpoint, credentials, region: "us-east-1", forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: name }));
  return {
    name,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      AWS_REGION: "us-east-1",
    },
    async put(key, body, metadata) {
      const Body = Buffer.from(body);
      await client.send(
        new PutObjectCommand({ Bucket: name, Key: key, Body, Metadata: { ...metadata } }),
      );
    },
  };
}
