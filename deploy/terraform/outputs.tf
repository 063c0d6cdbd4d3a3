output "source" {
  description = "What sestrail ship reads"
  value       = "sqs:${aws_sqs_queue.files.url}"
}

output "dead_letter_queue" {
  description = "Where messages go that could not be read"
  value       = aws_sqs_queue.dead.url
}

output "read_policy_arn" {
  description = "Rights of a worker: attach it to its role"
  value       = aws_iam_policy.read.arn
}
