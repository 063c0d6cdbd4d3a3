variable "name" {
  description = "Name of everything that is made here"
  type        = string
  default     = "sestrail"
}

variable "trail_bucket" {
  description = "Name of the bucket that is made for the trail"
  type        = string
}

variable "record_sends" {
  description = "Record each mail that is sent (data events of SES), which AWS takes money for"
  type        = bool
  default     = false
}

variable "lambda_bundle" {
  description = "Path of the file that npm run lambda makes; empty: no function, workers of your own read the queue"
  type        = string
  default     = ""
}

variable "lambda_environment" {
  description = "Options and addresses of the function, such as SESTRAIL_TO; take secrets from a secrets store"
  type        = map(string)
  default     = {}
}

variable "lambda_concurrency" {
  description = "Calls of the function at once, at most: as many as Elasticsearch bears"
  type        = number
  default     = 5
}
